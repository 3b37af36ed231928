using CaseStudies.Server.Problems;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.Configuration;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CaseStudies.Server.Access;

/// <summary>
/// What the identity provider says of itself: its keys and addresses. It is believed only if it calls itself what the operator called it (OpenID Connect
/// Discovery 1.0, section 4.3), and only from there.
/// </summary>
internal sealed class ProviderMetadata : IConfigurationValidator<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>How soon a key that the provider withdrew is no longer accepted; the library allows no less.</summary>
    private static readonly TimeSpan s_refresh = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private const int MostBytes = 1024 * 1024;

    private readonly string _authority;

    /// <param name="authority">The issuer, as the operator named it.</param>
    public ProviderMetadata(string authority, bool onlyHttps, bool onlyStrong)
    {
        (_authority, OnlyHttps, OnlyStrong) = (authority, onlyHttps, onlyStrong);
        // A provider that answers with a redirect would send us, and whom we believe, elsewhere.
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = s_patience, MaxResponseContentBufferSize = MostBytes };
        Manager = new(authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(Client) { RequireHttps = onlyHttps }, this)
        {
            AutomaticRefreshInterval = s_refresh,
            UseLastKnownGoodConfiguration = false, // it would keep withdrawn keys for an hour
        };
    }

    public bool OnlyHttps { get; }

    /// <summary>Whether tokens signed as most providers do it are refused; see <see cref="ProviderTokens"/>.</summary>
    public bool OnlyStrong { get; }

    /// <summary>For requests to the provider.</summary>
    public HttpClient Client { get; }

    public ConfigurationManager<OpenIdConnectConfiguration> Manager { get; }

    /// <summary>With or without a slash at the end it is the same issuer: that is how discovery makes one address of both.</summary>
    public static bool IsSame(string? issuer, string authority) => issuer is not null && issuer.TrimEnd('/') == authority.TrimEnd('/');

    /// <exception cref="ProviderUnreachableException">It cannot be had, or is not believed.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await Manager.GetConfigurationAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Trouble(e) ?? new ProviderUnreachableException(e);
        }
    }

    /// <returns>Null: the provider was reached, and what failed is something else.</returns>
    public static ProviderUnreachableException? Trouble(Exception? e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is InvalidConfigurationException)
                return new ProviderMismatchException(e!);
            if (cause is HttpRequestException or IOException or TimeoutException)
                return new(e!);
        }

        return null;
    }

    public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string?[] addresses = [configuration.AuthorizationEndpoint, configuration.TokenEndpoint, configuration.EndSessionEndpoint,
            configuration.PushedAuthorizationRequestEndpoint];
        var refused = !IsSame(configuration.Issuer, _authority) ? "The metadata is of another issuer."
            : OnlyHttps && addresses.Any(a => a is { Length: > 0 } && !a.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                ? "The metadata names an address without encryption."
            : null;
        return new() { Succeeded = refused is null, ErrorMessage = refused };
    }

    public void Dispose() => Client.Dispose();
}
