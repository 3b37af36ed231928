using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Access;

/// <summary>
/// Refuses what another site makes a browser send. A browser adds the cookie of a session by itself, and a proxy that signs people in adds a token, so that
/// each request that could change something must come from our own pages, as far as a browser sent it.
/// </summary>
internal sealed class SameOriginMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || MayChange(context)
            ? next(context)
            : Refused(context).ExecuteAsync(context);
    }

    /// <summary>Whether a request may change something; for a reading route that does, such as one that begins a job, to ask itself.</summary>
    public static bool MayChange(HttpContext context)
    {
        var request = context.Request;
        // Who has no session yet could still be signed in as somebody else by a foreign form. A program sends neither header.
        var bySession = context.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;
        return IsOurs(request) ?? !bySession;
    }

    public static IResult Refused(HttpContext context) => Problem.Create("foreign-origin", StatusCodes.Status403Forbidden, new(
        "ほかのサイトからの送信は受け付けません。このサーバーのページから操作してください。",
        "Nothing is accepted from other sites. Use the pages of this server."), context);

    /// <summary>Null if the request says nothing about it.</summary>
    private static bool? IsOurs(HttpRequest request)
    {
        // What no script of a page can write is better than what has to be compared; browsers send it over HTTPS and to localhost.
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site is ["same-origin" or "none"];
        if (request.Headers.Origin is not { Count: > 0 } origin)
            return null;
        return origin is [var sent] && IsOurs(sent, request);
    }

    /// <summary>Whether an <c>Origin</c> is this server as the request addresses it.</summary>
    public static bool IsOurs(string? sent, HttpRequest request) => Uri.TryCreate(sent, UriKind.Absolute, out var origin)
        && origin.Scheme == request.Scheme && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
