using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CaseStudies.Server.Access;

/// <summary>Signs in the person at this computer, who has the key, as an owner of every organisation. Cannot be reached from another machine.</summary>
internal sealed class LocalUserHandler(
    LocalKey key, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "local-user";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!key.IsIn(Request))
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity(
            [new(Principal.Subject, "local-user")], SchemeName, Principal.Subject, null);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return LocalKey.Needed(Context).ExecuteAsync(Context);
    }
}

/// <summary>Refuses requests of other sites and other host names, which could act as the person at this computer.</summary>
internal sealed class LocalOnlyMiddleware(RequestDelegate next)
{
    /// <summary>Headers of a proxy: a proxy on this machine would make everybody behind it the local user.</summary>
    private static readonly string[] s_forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var local = LocalAddresses.IsLoopback(request.Host.Host)
            && (context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address))
            && request.Headers.Origin.All(o => SameOriginMiddleware.IsOurs(o, request))
            && request.Headers["Sec-Fetch-Site"].All(s => s is "same-origin" or "none")
            && !s_forwarding.Any(request.Headers.ContainsKey);
        return local
            ? next(context)
            : Problem.Create("not-local", StatusCodes.Status403Forbidden, new(
                "サインインなしで使えるのは、このコンピューターの localhost からだけです。",
                "Without sign-in, this server can only be used on this computer, at localhost."), context).ExecuteAsync(context);
    }
}
