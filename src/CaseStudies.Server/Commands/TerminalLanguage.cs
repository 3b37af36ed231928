using System.Globalization;
using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>The language of the person at the terminal, as the environment names it, or else the system.</summary>
internal static class TerminalLanguage
{
    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"]; // the first that is set

    public static Language Current { get; } = FromEnvironment(Environment.GetEnvironmentVariable, CultureInfo.CurrentUICulture.Name);

    public static Language FromEnvironment(Func<string, string?> variable, string system) =>
        s_variables.Select(variable).FirstOrDefault(v => v is { Length: > 0 }, system)!.StartsWith("ja", StringComparison.Ordinal) ? Language.Ja : Language.En;
}
