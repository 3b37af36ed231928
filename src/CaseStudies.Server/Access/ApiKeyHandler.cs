using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CaseStudies.Server.Access;

/// <summary>Signs in a program by its key, sent as a bearer token.</summary>
internal sealed class ApiKeyHandler(ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "api-key";

    /// <summary>Whether the request shows a key of this kind, right or wrong.</summary>
    public static bool IsMeant(HttpRequest request) => Sent(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Sent(Request) is not { } key)
            return AuthenticateResult.NoResult();
        if (await keys.FindAsync(key, Context.RequestAborted) is not { } member)
            return AuthenticateResult.Fail("The key is unknown or over.");
        var identity = new ClaimsIdentity([new(Principal.Subject, member.Value)], SchemeName, Principal.Subject, null);
        return AuthenticateResult.Success(new(new(identity), SchemeName));
    }

    private static string? Sent(HttpRequest request) =>
        BearerToken.In(request) is { } token && token.StartsWith(ApiKeys.Prefix, StringComparison.OrdinalIgnoreCase) ? token : null;
}
