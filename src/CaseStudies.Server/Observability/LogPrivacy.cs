using OpenTelemetry;
using OpenTelemetry.Logs;

namespace CaseStudies.Server.Observability;

/// <summary>Sends an exception's type and place without its message, which may quote data.</summary>
internal sealed class LogPrivacy : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Exception is not { } exception)
            return;
        data.Attributes =
        [
            .. data.Attributes ?? [],
            new("exception.type", exception.GetType().FullName),
            new("exception.stacktrace", exception.StackTrace),
        ];
        data.Exception = null;
    }
}
