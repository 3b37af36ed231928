using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CaseStudies.Server.Access;

/// <summary>Signs in the person in front of this machine, who is a member of every organisation. Never reachable from another machine.</summary>
internal sealed class LocalUserHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "local-user";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var identity = new ClaimsIdentity(
            [new(Principal.Subject, "local-user"), new(Principal.Organisation, Principal.EveryOrganisation)], SchemeName, Principal.Subject, null);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), SchemeName)));
    }
}

/// <summary>Keeps the local user local: a page of another site, or a name that points here, must not act as the person at the keyboard.</summary>
internal sealed class LocalOnlyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var local = IsLoopback(request.Host.Host)
            && (context.Connection.LocalIpAddress is not { } address || IPAddress.IsLoopback(address))
            && request.Headers.Origin.All(o => Uri.TryCreate(o, UriKind.Absolute, out var origin) && IsLoopback(origin.Host) && origin.Authority == request.Host.Value)
            && request.Headers["Sec-Fetch-Site"].All(s => s is "same-origin" or "none");
        return local
            ? next(context)
            : Problem.Of("not-local", StatusCodes.Status403Forbidden, new(
                "ローカル利用者としては、このコンピューターの localhost からだけ使えます。",
                "As the local user, this server answers only to localhost on this machine."), context).ExecuteAsync(context);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Why the server must not run with the local user on these addresses; null when all are loopback.</summary>
    public static string? NotLoopback(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => !IsLoopback(BindingAddress.Parse(a).Host)) is { } address
            ? $"The local user is switched on (LocalUser:Enabled), but the server listens on {address}, which other machines can reach. "
              + "Listen on localhost only, or switch it off and configure Authentication:Authority."
            : null;
}
