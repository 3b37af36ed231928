using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>A verb with what follows it, sorted: places, options with a value, flags, and settings of the host.</summary>
internal sealed record TypedLine(string Verb, IReadOnlyList<string> Places, IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> Flags, string[] Settings)
{
    /// <exception cref="FormatException">An option is unknown, or lacks its value.</exception>
    public static TypedLine Of(string[] args, string[] named, string[] flags)
    {
        var (places, values, set, settings) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        for (var i = 1; i < args.Length; i++)
        {
            var (name, value) = args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Split('=', 2) is [var n, var v] ? (n, v) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
                places.Add(name);
            else if (flags.Contains(name))
                set.Add(name);
            else if (named.Contains(name))
                values[name] = value ?? (i + 1 < args.Length ? args[++i] : throw new FormatException($"{name} needs a value."));
            else
            {
                settings.Add(args[i]);
                if (value is null && i + 1 < args.Length)
                    settings.Add(args[++i]);
            }
        }

        return Usage.Knows(settings)
            ? new(args[0], places, values, set, [.. settings])
            : throw new FormatException($"There is no option {settings.First(s => s.StartsWith("--", StringComparison.Ordinal))} of '{args[0]}'.");
    }

    /// <exception cref="FormatException">The first place is none.</exception>
    public (Slug Organisation, Slug Initiative) Initiative() =>
        Places is [{ } first, ..] && first.Split('/') is [var organisation, var initiative] && Slug.IsValid(organisation) && Slug.IsValid(initiative)
            ? (new(organisation), new(initiative))
            : throw new FormatException($"'{Verb}' names an initiative first. Write ORGANISATION/INITIATIVE, such as ysc/ysc-hachifuku-flowerbed.");

    /// <param name="terminal">Where none is asked for.</param>
    /// <exception cref="FormatException">Another language was asked for.</exception>
    public Language Language(Language terminal) => Values.GetValueOrDefault("--lang") switch
    {
        "ja" => Domain.Language.Ja,
        "en" => Domain.Language.En,
        null => terminal,
        _ => throw new FormatException("--lang is ja or en."),
    };
}
