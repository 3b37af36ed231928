using Microsoft.Extensions.Logging.Console;

namespace CaseStudies.Server.Observability;

/// <summary>Lines on the console: one each, with the time in UTC. <c>Logging:Console:FormatterName=json</c> makes them JSON.</summary>
internal static class LogFormat
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void AddLogFormat(this IServiceCollection services)
    {
        // Without a name, the formatter's own settings are not looked at.
        services.PostConfigure<ConsoleLoggerOptions>(o => o.FormatterName ??= ConsoleFormatterNames.Simple);
        // After the settings have been read, so that only what nobody has set is filled in.
        services.PostConfigure<SimpleConsoleFormatterOptions>(o =>
        {
            Stamp(o, Timestamp + " ");
            o.SingleLine = true;
        });
        services.PostConfigure<JsonConsoleFormatterOptions>(o => Stamp(o, Timestamp));
    }

    private static void Stamp(ConsoleFormatterOptions options, string format)
    {
        if (options.TimestampFormat is null)
            (options.TimestampFormat, options.UseUtcTimestamp) = (format, true);
    }
}
