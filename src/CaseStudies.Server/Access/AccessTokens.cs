using System.Security.Claims;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseStudies.Server.Access;

/// <summary>Which tokens of the identity provider are accepted, and what is taken from them: who it is, and nothing else (RFC 9068).</summary>
internal static class AccessTokens
{
    /// <summary>A token cannot be called back, so none may be good for longer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>With a shared secret, whoever can check a token could make one (RFC 8725, section 3.1).</summary>
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);

    /// <summary>How soon a key that the provider withdrew is no longer accepted; the library allows no less.</summary>
    private static readonly TimeSpan s_refresh = TimeSpan.FromMinutes(5);

    public static void Configure(JwtBearerOptions options, IConfiguration configuration)
    {
        options.MapInboundClaims = false;
        options.AutomaticRefreshInterval = s_refresh;
        var parameters = options.TokenValidationParameters;
        (parameters.NameClaimType, parameters.ClockSkew) = (Principal.Subject, s_skew);
        parameters.ValidAlgorithms = s_algorithms;
        // An ID token or a logout token is not for us, though it has the right issuer and key.
        parameters.ValidTypes = configuration["Authentication:TokenType"] is { Length: > 0 } type ? [type] : ["at+jwt", "application/at+jwt"];
        // The provider's metadata says whom to believe. It comes from where the operator said, or not at all.
        options.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        var (scopes, strengths) = (Listed(configuration["Authentication:Scope"]), Listed(configuration["Authentication:Acr"]));
        options.Events = new() { OnTokenValidated = c => TakeAsync(c, scopes, strengths), OnAuthenticationFailed = TellOutageAsync };
    }

    private static string[] Listed(string? setting) => (setting ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of a claim that is a text with spaces (RFC 9068, section 2.2.3) or a list of texts.</summary>
    private static IEnumerable<string> Words(JsonWebToken token, string claim) =>
        token.Claims.Where(c => c.Type == claim).SelectMany(c => c.Value.Split(' '));

    /// <param name="scopes">Each of them the token must carry.</param>
    /// <param name="strengths">One of them the sign-in must have had; none: whichever.</param>
    private static async Task TakeAsync(TokenValidatedContext context, string[] scopes, string[] strengths)
    {
        var token = (JsonWebToken)context.SecurityToken;
        if (token.TryGetHeaderValue<object>("crit", out _))
            context.Fail("The token demands an extension that is not supported here (RFC 7515, section 4.1.11).");
        else if (token.ValidTo > (context.Options.TimeProvider ?? TimeProvider.System).GetUtcNow().UtcDateTime + s_longest + s_skew)
            context.Fail("The token is good for longer than a day.");
        else if (scopes.Except(Words(token, "scope")).Any())
            context.Fail("The token was given for less than this server needs.");
        else if (strengths.Length > 0 && !strengths.Intersect(Words(token, "acr")).Any())
            context.Fail("The sign-in was not of the strength that this server needs (RFC 9470).");
        else if (token.Subject is not { Length: > 0 and <= Identities.MaximumSubject } subject)
            context.Fail("The token does not say who it is.");
        else
        {
            var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
            var member = await identities.IdOfAsync(token.Issuer, subject, context.HttpContext.RequestAborted);
            // Claims are not carried on: what a person may do here is our own record.
            context.Principal = new(new ClaimsIdentity([new(Principal.Subject, member.Value)], context.Scheme.Name, Principal.Subject, null));
        }
    }

    /// <summary>Where the provider's keys cannot be had, nobody can be told that their token is wrong.</summary>
    private static async Task TellOutageAsync(AuthenticationFailedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ProviderUnreachableException(e);
        }
    }
}
