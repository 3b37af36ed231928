using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Sheets;
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

    /// <param name="tongue">Of the terminal, as <c>LANG</c> says it.</param>
    /// <exception cref="FormatException">Something is missing or not of its form; the message says what.</exception>
    public static InitiativeAsked Parse(string[] args, string? tongue)
    {
        var (verb, named) = (args[0], args[0] == "figures" ? s_ofFigures : s_ofExport);
        var (places, values, flags, settings) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        for (var i = 1; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var n, var v] && args[i].StartsWith("--", StringComparison.Ordinal) ? (n, v) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
                places.Add(name);
            else if (name == "--force" || (name == "--json" && verb == "figures"))
                flags.Add(name);
            else if (named.Contains(name))
                values[name] = value ?? (i + 1 < args.Length ? args[++i] : throw new FormatException($"{name} needs a value."));
            else
            {
                settings.Add(args[i]);
                if (value is null && i + 1 < args.Length)
                    settings.Add(args[++i]);
            }
        }

        if (!Usage.Knows(settings))
            throw new FormatException($"There is no option {settings.First(s => s.StartsWith("--", StringComparison.Ordinal))} of '{verb}'.");
        if (places.Count != (verb == "export" ? 2 : 1))
            throw new FormatException(verb == "export" ? "An export names an initiative and a file." : "Figures are of one initiative.");
        var path = places[0].Split('/') is [var organisation, var initiative] && Slug.IsValid(organisation) && Slug.IsValid(initiative)
            ? (new Slug(organisation), new Slug(initiative))
            : throw new FormatException($"'{places[0]}' is no initiative. Write ORGANISATION/INITIATIVE, such as ysc/ysc-hachifuku-flowerbed.");
        return new(verb, path.Item1, path.Item2, AskedOf(values), places.ElementAtOrDefault(1) ?? values.GetValueOrDefault("--csv"), flags.Contains("--json"), flags.Contains("--force"),
            KindOf(values), EncodingOf(values), LanguageOf(values, tongue), [.. settings]);
    }

    private static Asked AskedOf(Dictionary<string, string> values)
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

    private static LocalDate? Date(Dictionary<string, string> values, string name) => values.GetValueOrDefault(name) is not { } text ? null
        : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date.Year is >= Dates.FirstYear and <= Dates.LastYear ? date
        : throw new FormatException($"{name} is a date, written as in 2025-04-01.");

    private static string? KindOf(Dictionary<string, string> values) => values.GetValueOrDefault("--kind") is not { } kind ? null
        : InitiativeEventCatalogue.Facts.ContainsKey(kind) ? kind
        : throw new FormatException("--kind is a kind of fact, such as session_held.");

    private static CsvEncoding EncodingOf(Dictionary<string, string> values) => values.GetValueOrDefault("--encoding") switch
    {
        null or "utf-8" => CsvEncoding.Utf8,
        "cp932" => CsvEncoding.Cp932,
        _ => throw new FormatException("--encoding is utf-8 or cp932."),
    };

    private static Language LanguageOf(Dictionary<string, string> values, string? tongue) => values.GetValueOrDefault("--lang") switch
    {
        "ja" => Language.Ja,
        "en" => Language.En,
        null => tongue?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? Language.En : Language.Ja,
        _ => throw new FormatException("--lang is ja or en."),
    };
}
