using System.Text.Json;
using Npgsql;

namespace CaseStudies.Server.Problems;

/// <summary>Turns what escapes an endpoint into a problem document. Only a bug becomes a 500, and it tells nothing about itself.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            // Whoever asked has gone; or half an answer is out. Nothing may reach the server's own log: it prints messages.
            if (context.RequestAborted.IsCancellationRequested)
                return;
            if (context.Response.HasStarted)
            {
                Log(e, context);
                context.Abort();
                return;
            }

            context.Response.Clear(); // first: the answer has headers of its own
            await Result(e, context).ExecuteAsync(context);
        }
    }

    private IResult Result(Exception e, HttpContext context)
    {
        switch (e)
        {
            case JsonException json:
                return Problem.Malformed(context, Causes.Of(json), JsonPointer.OfPath(json.Path));
            case FormatException format:
                return Problem.Malformed(context, Causes.Of(format), null);
            case SubjectNotOpaqueException:
                return Problem.Of("subject-not-opaque", StatusCodes.Status403Forbidden, new(
                    "サインインの利用者ID(sub)が使えません。メールアドレスや名前ではなく、意味のない識別子を発行するよう、認証サービスの設定を変えてください。",
                    "The subject (sub) of your sign-in cannot be used. Have the identity provider issue an opaque id, never an e-mail address or a name."), context);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.Of("too-large", StatusCodes.Status413PayloadTooLarge, new(
                    "送られた内容が大きすぎます。1 MiB(1048576 バイト)までです。何回かに分けて送ってください。",
                    "The body is too large: at most 1 MiB (1048576 bytes) fit. Send it in several commands."), context);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType, context);
            case BadHttpRequestException bad:
                return Problem.Of("malformed", bad.StatusCode, new(
                    "HTTP の要求が途中で切れたか、形が正しくありません。もう一度送ってください。",
                    "The HTTP request is cut short or not of its form. Send it again."), context);
            case var _ when Busy(e):
                context.Response.Headers.RetryAfter = "1";
                return Problem.Of("busy", StatusCodes.Status503ServiceUnavailable, new(
                    "ほかの記録を処理中です。少し待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
                    "Other entries are being recorded. Wait a moment and send it again under the same command id; it is never recorded twice."), context);
            case var _ when Away(e):
                Log(e, context);
                context.Response.Headers.RetryAfter = "5";
                return Problem.Of("database-away", StatusCodes.Status503ServiceUnavailable, new(
                    "データベースにつながりません。少し待って、同じ操作IDでもう一度送ってください。続くときは、サーバーを再起動してください。",
                    "The database cannot be reached. Wait a moment and send it again under the same command id; if it stays so, restart the server."), context);
            default:
                Log(e, context);
                return Problem.Of("internal", StatusCodes.Status500InternalServerError, new(
                    "こちら側の不具合です。記録は行われていないか、完全に行われています。同じ操作IDで送り直せます。",
                    "The fault is on our side. Either nothing was recorded or all of it; it is safe to send it again under the same command id."), context);
        }
    }

    /// <summary>The message may quote data, and the address may hold anything; the type, the route and the place are enough to find it.</summary>
    private void Log(Exception e, HttpContext context) => log.LogError(
        "{Exception} ({SqlState}) at {Route}: {Stack}", e.GetType().Name, SqlState(e), (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, e.StackTrace);

    /// <summary>No connection, or one that broke: told by the driver, not by the database (which would have a state of its own).</summary>
    private static bool Away(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is NpgsqlException and not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow })
                return true;
        }

        return false;
    }

    private static string? SqlState(Exception? e)
    {
        while (e is not null and not PostgresException)
            e = e.InnerException;
        return (e as PostgresException)?.SqlState;
    }

    /// <summary>A lock, a connection or an answer did not come in time. What was begun has been rolled back, or is in the ledger.</summary>
    private static bool Busy(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections }
                or TimeoutException)
                return true;
        }

        return false;
    }
}
