using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Commands;

/// <summary>A reconstructed log: who it is about, and its commands in the order of recording.</summary>
/// <param name="NotCarried">Published figures that no log can hold, by key, each with the reason (a price, a schedule, only a word).</param>
internal sealed record Sample(
    Slug Organisation, Slug Initiative, OrganisationDescribed Profile,
    ImmutableSortedDictionary<string, PublicText> NotCarried, IReadOnlyList<SampleLine> Lines);

/// <param name="Number">The line in the file, from 1.</param>
internal sealed record SampleLine(int Number, Instant RecordedAt, SubjectId By, string Verb, JsonObject Body);

/// <summary>Reads the logs that ship with the program.</summary>
internal static class Samples
{
    private static readonly string[] s_verbs = ["record", "correct", "withdraw"];

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.jsonl").Order(StringComparer.Ordinal);

    /// <exception cref="FormatException">A line is not of its form; the message names file and line.</exception>
    public static async Task<Sample> ReadAsync(string file, CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(file, cancellation);
        try
        {
            var head = JsonBodyReader.Parse(System.Text.Encoding.UTF8.GetBytes(lines[0]))["sample"]!.AsObject();
            return new(
                new(head["organisation"]!.GetValue<string>()), new(head["initiative"]!.GetValue<string>()),
                head["profile"].Deserialize<OrganisationDescribed>(DomainJson.Options)!,
                head["notCarried"]?.Deserialize<ImmutableSortedDictionary<string, PublicText>>(DomainJson.Options)
                    ?? ImmutableSortedDictionary<string, PublicText>.Empty,
                [.. lines.Index().Skip(1).Where(l => l.Item.Length > 0).Select(l => Line(l.Index + 1, l.Item))]);
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"{Path.GetFileName(file)}: {e.Message}", e);
        }
    }

    private static SampleLine Line(int number, string text)
    {
        var line = JsonBodyReader.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        var verb = s_verbs.FirstOrDefault(line.ContainsKey) ?? throw new JsonException($"Line {number} holds no command.");
        return new(
            number, InstantPattern.ExtendedIso.Parse(line["recordedAt"]!.GetValue<string>()).GetValueOrThrow(),
            new(line["by"]!.GetValue<string>()), verb, line[verb]!.AsObject());
    }
}
