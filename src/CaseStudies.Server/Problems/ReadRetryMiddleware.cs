using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Problems;

/// <summary>
/// Reads once more when the pooled session was of no more use, as all are after the database has restarted. Only requests that change nothing are read
/// again, and only where no part of the answer was sent. Commands have a second try of their own in <c>Capture/GroupCommitter</c>.
/// </summary>
internal sealed class ReadRetryMiddleware(RequestDelegate next, NpgsqlDataSource source)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (PostgresErrors.IsSessionDead(e) && MayRunAgain(context))
        {
            source.Clear(); // the other pooled sessions are most likely as old
            context.Response.Clear();
            await next(context);
        }
    }

    /// <summary>HEAD arrives here as GET. What was written and not yet sent could not be taken back.</summary>
    private static bool MayRunAgain(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted
        && context.Response.BodyWriter is not { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };
}
