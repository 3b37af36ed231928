using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseStudies.Server.Access;

/// <summary>What holds for each token of the identity provider, whatever it is for: how it is signed, and when it is over.</summary>
internal static class ProviderTokens
{
    /// <summary>The longest subject, and the longest id of a session, that is taken (OpenID Connect Core 1.0, section 2, for the first).</summary>
    public const int MaximumId = Identities.MaximumSubject;

    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    public static void Restrict(TokenValidationParameters parameters, ProviderMetadata metadata)
    {
        (parameters.NameClaimType, parameters.ClockSkew) = (Principal.Subject, Skew);
        parameters.AlgorithmValidator = (algorithm, key, _, _) => IsStrong(algorithm, key, metadata.OnlyStrong);
    }

    /// <summary>None by a shared secret: whoever can check a token could make one (RFC 8725, section 3.1).</summary>
    /// <param name="only">Only what has 128 bits of security, and no PKCS #1 v1.5, which is not approved any more.</param>
    private static bool IsStrong(string algorithm, SecurityKey key, bool only) => algorithm switch
    {
        SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.EcdsaSha384 or SecurityAlgorithms.EcdsaSha512 => key.KeySize >= 256,
        SecurityAlgorithms.RsaSsaPssSha256 or SecurityAlgorithms.RsaSsaPssSha384 or SecurityAlgorithms.RsaSsaPssSha512 => key.KeySize >= (only ? 3072 : 2048),
        SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSha384 or SecurityAlgorithms.RsaSha512 => !only && key.KeySize >= 2048,
        _ => false,
    };

    /// <summary>For tokens that need not say what they are: an ID token never does, a logout token should.</summary>
    /// <param name="named">The word for it, where it is said.</param>
    public static TypeValidator TypeIs(string? named) => (type, _, _) =>
        type is null or "" || Is(type, "JWT") || (named is not null && (Is(type, named) || Is(type, "application/" + named)))
            ? type ?? ""
            : throw new SecurityTokenInvalidTypeException("This token is for something else.");

    /// <summary>An extension that is not understood here, and must be (RFC 7515, section 4.1.11).</summary>
    public static bool DemandsMore(JsonWebToken token) => token.TryGetHeaderValue<object>("crit", out _);

    /// <summary>The words of a claim that is a text with spaces (RFC 9068, section 2.2.3) or a list of texts.</summary>
    public static IEnumerable<string> Words(JsonWebToken token, string claim) =>
        token.Claims.Where(c => c.Type == claim).SelectMany(c => c.Value.Split(' '));

    /// <summary>What an operator lists in one setting.</summary>
    public static string[] Listed(string? setting) => (setting ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    private static bool Is(string type, string named) => type.Equals(named, StringComparison.OrdinalIgnoreCase);
}
