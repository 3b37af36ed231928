using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>As what the identity provider knows this server when it signs browsers in.</summary>
/// <param name="Secret">Null: the provider asks for none.</param>
internal sealed record ProviderClient(string Authority, string Id, string? Secret)
{
    private const string IdKey = "Authentication:ClientId", SecretKey = "Authentication:ClientSecret";

    /// <summary>For people to see where they are led.</summary>
    public string Host => new Uri(Authority).Authority;

    public bool IsIssuer(string? issuer) => ProviderMetadata.IsSame(issuer, Authority);

    /// <param name="authority">Null: no identity provider is configured.</param>
    /// <returns>Null: browsers do not sign in by the provider.</returns>
    /// <exception cref="StartupException">What is set does not go together.</exception>
    public static ProviderClient? Read(IConfiguration configuration, string? authority)
    {
        var (id, secret) = (Set(configuration, IdKey), Set(configuration, SecretKey));
        if (id is null && secret is not null)
            throw new StartupException(new(
                $"{SecretKey} がありますが、{IdKey} がありません。認証サービスに登録したクライアントの ID を Authentication__ClientId に設定してください。",
                $"{SecretKey} is set without {IdKey}. Set Authentication__ClientId to the id under which the identity provider knows this server."));
        if (id is not null && authority is null)
            throw new StartupException(new(
                $"{IdKey} がありますが、Authentication:Authority の認証サービスがありません。"
                + "Authentication__Authority と Authentication__Audience も設定してください。",
                $"{IdKey} is set, but Authentication:Authority names no identity provider. Set Authentication__Authority and Authentication__Audience, too."));
        return id is null ? null : new(authority!, id, secret);
    }

    private static string? Set(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value ? value : null;
}
