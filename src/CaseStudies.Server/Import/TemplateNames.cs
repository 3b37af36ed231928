using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Domain;

namespace CaseStudies.Server.Import;

/// <summary>Names of template sheets, which say what the sheet is: the kind of fact of a list, or the instrument and wave of a survey.</summary>
internal static partial class TemplateNames
{
    public static string Survey(Slug instrument, int version, Slug wave) => $"{instrument} v{version} {wave}";

    public static (Slug Instrument, int Version, Slug Wave)? SurveyOf(string name) =>
        Named().Match(name) is { Success: true } named
            && int.TryParse(named.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && Slug.IsValid(named.Groups[1].Value)
            && Slug.IsValid(named.Groups[3].Value)
            ? (new(named.Groups[1].Value), version, new(named.Groups[3].Value))
            : null;

    [GeneratedRegex(@"\A([a-z0-9-]+) v([0-9]{1,6}) ([a-z0-9-]+)\z")]
    private static partial Regex Named();
}
