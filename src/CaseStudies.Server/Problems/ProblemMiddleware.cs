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
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear(); // first: the answer has headers of its own
            await Result(e, context).ExecuteAsync(context);
        }
    }

    private IResult Result(Exception e, HttpContext context)
    {
        switch (e)
        {
            case JsonException json:
                return Problem.Malformed(context, Sentence(json), json.Path);
            case FormatException format:
                return Problem.Malformed(context, format.Message, null);
            case BadHttpRequestException bad:
                return Problem.Of("malformed", bad.StatusCode, new($"要求を読めません:{bad.Message}", $"The request cannot be read: {bad.Message}"), context);
            case var _ when Busy(e):
                context.Response.Headers.RetryAfter = "1";
                return Problem.Of("busy", StatusCodes.Status503ServiceUnavailable, new(
                    "ほかの記録を処理中です。少し待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
                    "Other entries are being recorded. Wait a moment and send it again under the same command id; it is never recorded twice."), context);
            default:
                // The message may quote data; the type and place are enough to find it.
                log.LogError("{Exception} at {Path}: {Stack}", e.GetType().Name, context.Request.Path, e.StackTrace);
                return Problem.Of("internal", StatusCodes.Status500InternalServerError, new(
                    "こちら側の不具合です。記録は行われていないか、完全に行われています。同じ操作IDで送り直せます。",
                    "The fault is on our side. Either nothing was recorded or all of it; it is safe to send it again under the same command id."), context);
        }
    }

    /// <summary>A lock, a connection or an answer did not come in time. What was begun has been rolled back, or is in the ledger.</summary>
    private static bool Busy(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections }
                or NpgsqlException { InnerException: TimeoutException })
                return true;
        }

        return false;
    }

    /// <summary>Without the parser's appendix about path and line, which the document says by itself.</summary>
    private static string Sentence(JsonException e)
    {
        var end = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
