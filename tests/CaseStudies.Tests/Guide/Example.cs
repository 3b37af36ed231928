using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;

namespace CaseStudies.Tests.Guide;

/// <summary>One worked example as it stands on a page; the notation is told on the guide's index.</summary>
/// <param name="Steps">Facts, corrections and withdrawals, in the order in which they are recorded.</param>
/// <param name="Kind"><c>figure</c>, or <c>refusal</c> where the definition must not be adopted.</param>
internal sealed record Example(string Title, IReadOnlyList<JsonObject> Steps, string Indicator, string Kind, string Expected)
{
    private const string Fence = "```";

    /// <summary>The examples of one half of a page.</summary>
    /// <exception cref="FormatException">A block is of no known sort, or an example lacks one or has one too many.</exception>
    public static IEnumerable<Example> Of(string half)
    {
        foreach (var section in half.Split("\n#### ").Skip(1))
        {
            var blocks = Blocks(section).ToList();
            if (blocks is not [("json events", var events), ("json indicator", var indicator), ("json figure" or "json refusal", var expected)])
                throw new FormatException($"An example has blocks of events, an indicator, and a figure or a refusal: {section}");
            yield return new(section[..section.IndexOf('\n', StringComparison.Ordinal)], [.. Values(events)], indicator, blocks[2].Info["json ".Length..],
                expected);
        }
    }

    public static int FencesIn(string text) => text.Split('\n').Count(l => l.StartsWith(Fence, StringComparison.Ordinal));

    private static IEnumerable<(string Info, string Text)> Blocks(string section)
    {
        string? info = null;
        var text = new List<string>();
        foreach (var line in section.Split('\n'))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
                text.Add(line);
            else if (info is null)
                (info, text) = (line[Fence.Length..], []);
            else
            {
                yield return (info, string.Join('\n', text));
                info = null;
            }
        }

        if (info is not null)
            throw new FormatException($"A block is not closed: {info}");
    }

    /// <summary>One object after the other; a long one may take several lines.</summary>
    private static List<JsonObject> Values(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = DomainJson.MaximumDepth });
        var values = new List<JsonObject>();
        while (reader.Read())
            values.Add(JsonNode.Parse(JsonElement.ParseValue(ref reader).GetRawText(), documentOptions: DomainJson.DocumentOptions)!.AsObject());
        return values;
    }
}

/// <summary>One theory case for each page that explains by example.</summary>
public sealed class EachExamplePage : TheoryData<string>
{
    /// <summary>Pages that list or lay down, and have no examples.</summary>
    public static IReadOnlySet<string> Without { get; } = new HashSet<string> { "index", "reading", "happenings", "refusals" };

    public EachExamplePage()
    {
        foreach (var page in GuidePages.All.Where(p => !Without.Contains(p.Name)))
            Add(page.Name);
    }
}
