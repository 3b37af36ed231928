using System.Diagnostics;
using System.Security.Claims;
using NodaTime;

namespace CaseStudies.Server.Access;

/// <summary>One line of the security log: who did what, when, and from where.</summary>
/// <param name="Member">The random id; empty where nobody is known.</param>
/// <param name="About">What it is about: an initiative, a person's or member's id, a job; empty where nothing is named.</param>
/// <param name="Address">The network address that the request came from.</param>
/// <param name="Trace">Under which the lines of the program's own log have it.</param>
public sealed record SecurityNote(Instant At, SecurityEvent Event, string Member, string About, string Address, string Trace)
{
    /// <summary>The values in an address that name what a route is about, the closest first. Only those of an answered request are real ids.</summary>
    private static readonly string[] s_named = ["person", "member", "grant", "share", "invitation", "job", "import", "id"];

    internal static SecurityNote Of(HttpContext context, IClock clock, SecurityEvent what, string? member = null, string? about = null) => new(
        clock.GetCurrentInstant(), what, member ?? context.User.FindFirstValue(Principal.Subject) ?? "", about ?? "",
        context.Connection.RemoteIpAddress?.ToString() ?? "", Activity.Current?.TraceId.ToHexString() ?? "");

    /// <summary>What the address of a request names.</summary>
    internal static string? AboutIn(HttpContext context) =>
        s_named.Select(name => context.GetRouteValue(name)?.ToString()).FirstOrDefault(value => value is not null);
}
