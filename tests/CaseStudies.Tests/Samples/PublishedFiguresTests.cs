using System.Text.Json;

namespace CaseStudies.Tests.Samples;

/// <summary>What we take for published is what the shared collection says, where it is at hand.</summary>
public sealed class PublishedFiguresTests
{
    private static readonly JsonSerializerOptions s_loose = new(JsonSerializerDefaults.Web);

    private sealed record Case(string Id, Named Organisation, Titled Initiative, List<Printed> Figures);

    private sealed record Named(string Name);

    private sealed record Titled(string Title);

    private sealed record Printed(string Key, string Label, JsonElement? Value, string? Unit, string? Qualifier, bool Headline);

    [Fact]
    public void Expected_values_equal_the_collection()
    {
        var shared = Environment.GetEnvironmentVariable("CASESTUDIES_SHARED") ?? Path.Combine(SampleFiles.Root, "..", "shared");
        var file = Path.Combine(shared, "cases", "published-figures.json");
        if (!File.Exists(file))
            Assert.Skip("The collection is not at hand; the committed values stand for themselves.");

        var cases = JsonSerializer.Deserialize<List<Case>>(File.ReadAllText(file), s_loose)!;

        Assert.Equal(
            cases.SelectMany(c => c.Figures.Select(f =>
                (c.Id, c.Organisation.Name, c.Initiative.Title, f.Headline, f.Key, f.Label, Compact(f.Value), f.Unit ?? "", f.Qualifier))).Order(),
            SampleFiles.Published.SelectMany(p => p.Figures.Select(f => (f, Headline: true)).Concat(p.Further.Select(f => (f, Headline: false)))
                .Select(f => (p.Id, p.Organisation, p.Title, f.Headline, f.f.Key, f.f.Label, Compact(f.f.Value), f.f.Unit, f.f.Qualifier))).Order());
    }

    private static string? Compact(JsonElement? value) =>
        value is not { ValueKind: not JsonValueKind.Null } known ? null : known.GetRawText().Where(s => !char.IsWhiteSpace(s)).AsText();

    [Fact]
    public void Every_published_figure_can_be_printed() =>
        Assert.All(SampleFiles.Published.SelectMany(p => p.Figures), f => Assert.NotEmpty(f.Text));

    [Fact]
    public void A_figure_without_an_upper_end_is_never_printed_as_one_number()
    {
        var open = SampleFiles.Published.SelectMany(p => p.Figures.Concat(p.Further))
            .Where(f => f.Value is { ValueKind: JsonValueKind.Object } v && v.TryGetProperty("max", out var max) && max.ValueKind == JsonValueKind.Null)
            .ToList();

        Assert.True(open.Count >= 20, $"{open.Count}");
        Assert.All(open, f => Assert.NotEqual(f.Value!.Value.GetProperty("min").GetRawText() + f.Unit, f.Text));
    }

    [Fact]
    public void Every_sample_is_of_a_published_initiative() =>
        Assert.Subset(SampleFiles.Published.Select(p => p.Id).ToHashSet(), SampleFiles.Ids.ToHashSet());
}

internal static class Characters
{
    public static string AsText(this IEnumerable<char> characters) => string.Concat(characters);
}
