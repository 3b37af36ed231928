using System.Collections.Immutable;

namespace CaseStudies.Server.Commands;

/// <summary>
/// Settings of the server among the arguments: <c>--Section:Name value</c> or <c>--Section:Name=value</c>. The verbs' grammar
/// does not see them. Only known sections count, because a misspelt one must not start a server with other settings.
/// </summary>
internal static class HostSettings
{
    public static ImmutableArray<string> Names { get; } = ["--urls", "--http_ports", "--https_ports", "--environment"];

    /// <summary>A section with its separator. OpenTelemetry's settings have the names of its environment variables.</summary>
    private static readonly string[] s_sections =
        ["Kestrel:", "Logging:", "ConnectionStrings:", "EmbeddedPostgres:", "LocalUser:", "Authentication:", "Accounts:", "Mail:", "Proxy:",
            "Store:", "Jobs:", "Load:", "Scalar:", "OTEL_"];

    /// <summary>Whether an argument names a setting.</summary>
    public static bool Knows(string argument)
    {
        var name = argument.Split('=', 2)[0];
        return Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || s_sections.Any(section => name.StartsWith($"--{section}", StringComparison.OrdinalIgnoreCase));
    }

    /// <returns>The settings with their values, and the words that are left for the grammar: also a setting without a value.</returns>
    public static (string[] Settings, string[] Words) Split(string[] arguments)
    {
        var (settings, words) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--") // what follows is meant literally
                return ([.. settings], [.. words, .. arguments[i..]]);
            if (!Knows(arguments[i]))
                words.Add(arguments[i]);
            else if (arguments[i].Contains('=', StringComparison.Ordinal))
                settings.Add(arguments[i]);
            else if (i + 1 < arguments.Length)
                settings.AddRange([arguments[i], arguments[++i]]);
            else
                words.Add(arguments[i]);
        }

        return ([.. settings], [.. words]);
    }
}
