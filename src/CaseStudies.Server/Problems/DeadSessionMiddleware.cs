using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Problems;

/// <summary>
/// Clears the pools when a session was of no more use, as all are after the database has restarted, and begins the request again. That is right as long as
/// nobody had more than signed in, and for requests that change nothing until a part of the answer was sent. Commands have a second try of their own in
/// <c>Capture/GroupCommitter</c>.
/// </summary>
internal sealed class DeadSessionMiddleware(RequestDelegate next, TenantConnections connections, BackgroundConnections background, NpgsqlDataSource signIn)
{
    private static readonly object s_isSignedIn = new();

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (PostgresErrors.IsSessionDead(e))
        {
            connections.Clear(); // or each of its sessions would answer so once more
            background.Clear();
            signIn.Clear();
            if (!MayRunAgain(context))
                throw;
            context.Response.Clear();
            await RunAgainAsync(context);
        }
    }

    /// <summary>With services of its own: a handler of sign-in keeps what its first try came to, the failure too.</summary>
    private async Task RunAgainAsync(HttpContext context)
    {
        var first = context.RequestServices;
        await using var scope = first.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestServices = first;
        }
    }

    /// <summary>Behind signing in: from here on a request does what it asks.</summary>
    public static Task SignedInAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[s_isSignedIn] = true;
        return next(context);
    }

    /// <summary>HEAD arrives here as GET. What was written and not yet sent could not be taken back.</summary>
    private static bool MayRunAgain(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || !context.Items.ContainsKey(s_isSignedIn))
        && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted
        && context.Response.BodyWriter is not { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };
}
