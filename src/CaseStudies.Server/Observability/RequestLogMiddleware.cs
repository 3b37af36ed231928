using System.Collections.Frozen;
using System.Diagnostics;

namespace CaseStudies.Server.Observability;

/// <summary>One line a request: method, route, status, time. Never the address itself, which can hold anything.</summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> log)
{
    private static readonly FrozenSet<string> s_methods = 
        FrozenSet.Create(StringComparer.Ordinal, "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");

    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var method = s_methods.TryGetValue(context.Request.Method, out var known) ? known : "(other)";
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
            // Probes come every few seconds.
            var level = route.StartsWith("/health", StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Information;
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Answered(log, level, method, route, context.Response.StatusCode, took, Activity.Current?.TraceId.ToHexString());
        }
    }

    [LoggerMessage(EventId = 1, EventName = "RequestAnswered", Message = "{Method} {Route} {Status} {Milliseconds:0.0} ms, trace {Trace}")]
    private static partial void Answered(ILogger log, LogLevel level, string method, string route, int status, double milliseconds, string? trace);
}
