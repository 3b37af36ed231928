using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Commands;

/// <summary>A command about one initiative, as it was typed: <c>figures ORG/INITIATIVE</c>, <c>export ORG/INITIATIVE FILE</c>.</summary>
/// <param name="File">For an export, and for figures with <c>--csv</c>.</param>
/// <param name="Settings">What follows for the host.</param>
internal sealed record InitiativeAsked(
    string Verb, Slug Organisation, Slug Initiative, Asked Asked, string? File, bool Json, bool Force, string? Kind, CsvEncoding Encoding, Language Language, string[] Settings)
{
    private static readonly string[] s_ofFigures = ["--from", "--to", "--known-at", "--version", "--lang", "--csv", "--encoding"];
    private static readonly string[] s_ofExport = ["--from", "--to", "--known-at", "--version", "--lang", "--encoding", "--kind"];

    public static bool Knows(string[] args) => args is ["figures" or "export", ..];

    /// <param name="terminal">The language in which it answers where none is asked for.</param>
    /// <exception cref="FormatException">Something is missing or not of its form; the message says what.</exception>
    public static InitiativeAsked Parse(string[] args, Language terminal)
    {
        var (verb, export) = (args[0], args[0] == "export");
        var line = TypedLine.Of(args, export ? s_ofExport : s_ofFigures, export ? ["--force"] : ["--force", "--json"]);
        var (organisation, initiative) = line.Initiative();
        if (line.Places.Count != (export ? 2 : 1))
            throw new FormatException(export ? "An export names an initiative and a file." : "Figures are of one initiative.");
        return new(verb, organisation, initiative, AskedOf(line.Values), line.Places.ElementAtOrDefault(1) ?? line.Values.GetValueOrDefault("--csv"),
            line.Flags.Contains("--json"), line.Flags.Contains("--force"), KindOf(line.Values), EncodingOf(line.Values), line.Language(terminal), line.Settings);
    }

    private static Asked AskedOf(IReadOnlyDictionary<string, string> values)
    {
        var (from, to) = (Date(values, "--from"), Date(values, "--to"));
        if (from is null != to is null || from > to)
            throw new FormatException("--from and --to are given together, the earlier first.");
        Instant? knownAt = values.GetValueOrDefault("--known-at") is not { } at ? null
            : InstantPattern.ExtendedIso.Parse(at) is { Success: true, Value: var instant } ? instant
            : throw new FormatException("--known-at is an instant in UTC, written as in 2026-01-31T14:59:59Z.");
        int? version = values.GetValueOrDefault("--version") is not { } text ? null
            : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException("--version is a whole number.");
        return new(from is { } f ? new(f, to!.Value) : null, knownAt, version);
    }

    private static LocalDate? Date(IReadOnlyDictionary<string, string> values, string name) => values.GetValueOrDefault(name) is not { } text ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date.Year is >= Dates.FirstYear and <= Dates.LastYear ? date
        : throw new FormatException($"{name} is a date, written as in 2025-04-01.");

    private static string? KindOf(IReadOnlyDictionary<string, string> values) => values.GetValueOrDefault("--kind") is not { } kind ? null
        : InitiativeEventCatalogue.Facts.ContainsKey(kind) ? kind
        : throw new FormatException("--kind is a kind of fact, such as session_held.");

    private static CsvEncoding EncodingOf(IReadOnlyDictionary<string, string> values) => values.GetValueOrDefault("--encoding") switch
    {
        null or "utf-8" => CsvEncoding.Utf8,
        "cp932" => CsvEncoding.Cp932,
        _ => throw new FormatException("--encoding is utf-8 or cp932."),
    };
}
