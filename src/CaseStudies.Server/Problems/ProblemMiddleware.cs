using System.Globalization;
using System.Text.Json;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Problems;

/// <summary>Turns every exception of an endpoint into a problem document. Only a bug becomes a 500, and the answer tells nothing about it.</summary>
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
            // The client has gone, or half of the answer was sent. The exception must not reach the host, whose log prints messages.
            if (context.RequestAborted.IsCancellationRequested)
                return;
            if (context.Response.HasStarted)
            {
                Log(e, context);
                context.Abort();
                return;
            }

            context.Response.Clear(); // before the answer, which sets headers of its own
            await Result(e, context).ExecuteAsync(context);
        }
    }

    private IResult Result(Exception e, HttpContext context)
    {
        switch (e)
        {
            case JsonException json:
                return Problem.Malformed(context, ErrorMessages.FromException(json), JsonPointer.OfPath(json.Path));
            case FormatException format:
                return Problem.Malformed(context, ErrorMessages.FromException(format), null);
            case ProviderMismatchException:
                Log(e, context);
                return Problem.Create("sign-in-misconfigured", StatusCodes.Status503ServiceUnavailable, new(
                    "認証サービスの設定が合っていないため、サインインを確かめられません。管理者に知らせてください。管理者は、Authentication__Authority を、"
                    + "認証サービスの .well-known/openid-configuration にある issuer と同じにしてください。",
                    "The identity provider is not set up rightly, so your sign-in cannot be checked. Tell your administrator. Authentication__Authority must "
                    + "be the issuer that the provider's .well-known/openid-configuration names."), context);
            case ProviderUnreachableException:
                Log(e, context);
                context.Response.Headers.RetryAfter = "5";
                return Problem.Create("sign-in-unavailable", StatusCodes.Status503ServiceUnavailable, new(
                    "認証サービスに接続できないため、サインインを確かめられません。少し待って、もう一度試してください。",
                    "The identity provider cannot be reached, so your sign-in cannot be checked. Wait a moment, then try again."), context);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.Create("too-large", StatusCodes.Status413PayloadTooLarge, new(
                    "送られた内容が大きすぎます。上限は 1 MiB(1048576 バイト)です。何回かに分けて送ってください。",
                    "The body is too large. The limit is 1 MiB (1048576 bytes). Split it into several commands."), context);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return StatusProblems.ForStatus(StatusCodes.Status415UnsupportedMediaType, context);
            case BadHttpRequestException bad:
                return Problem.Create("malformed", bad.StatusCode, new(
                    "HTTP リクエストが途中で切れたか、形式が正しくありません。もう一度送ってください。",
                    "The HTTP request was cut off or is not valid. Send it again."), context);
            case var _ when TemporaryProblem.FromException(e) is { } told:
                if (told.IsTrouble)
                    Log(e, context);
                context.Response.Headers.RetryAfter = told.RetryAfter.ToString(CultureInfo.InvariantCulture);
                return Problem.Create(told.Code, StatusCodes.Status503ServiceUnavailable, told.Sentence, context);
            default:
                Log(e, context);
                return Problem.Create("internal", StatusCodes.Status500InternalServerError, new(
                    "サーバー側の不具合です。記録は、まったく行われていないか、すべて行われたかのどちらかです。同じ操作IDでもう一度送っても、二重には記録されません。",
                    "The error is on the server. Either nothing was recorded, or everything was. It is safe to send it again with the same command id."),
                    context);
        }
    }

    /// <summary>Logs type, route and stack only: the message may quote data, and the address may contain anything.</summary>
    private void Log(Exception e, HttpContext context) => log.LogError(
        "{Exception} ({SqlState}) at {Route}: {Stack}", e.GetType().Name, PostgresErrors.StateOf(e),
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, e.StackTrace);
}
