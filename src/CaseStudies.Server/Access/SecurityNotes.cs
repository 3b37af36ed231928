using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>Says at an endpoint that its use is noted in the security log.</summary>
internal static class SecurityNotes
{
    /// <summary>
    /// Noted when the endpoint has done it and before anything is answered, so that a file without its note never leaves. A refusal by the endpoint itself is
    /// not noted.
    /// </summary>
    public static T Noted<T>(this T routes, SecurityEvent what) where T : IEndpointConventionBuilder => routes.Noted(_ => what);

    /// <summary>The same, where the request says what it is; null is not noted.</summary>
    public static T Noted<T>(this T routes, Func<HttpContext, SecurityEvent?> what) where T : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(async (invocation, next) =>
        {
            var result = await next(invocation);
            var context = invocation.HttpContext;
            if (result is IStatusCodeHttpResult { StatusCode: >= 400 } || what(context) is not { } happened || context.GetRouteValue("org") is not string named)
                return result;
            var log = context.RequestServices.GetRequiredService<SecurityLog>();
            var note = log.Of(context, happened, about: SecurityNote.AboutIn(context));
            var organisation = new Slug(named);
            await (happened == SecurityEvent.FeedRead ? log.NoteHourlyAsync(organisation, note, context.RequestAborted)
                : log.NoteAsync(organisation, note, context.RequestAborted));
            return result;
        });
}
