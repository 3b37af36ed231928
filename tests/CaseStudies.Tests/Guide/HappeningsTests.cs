using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Samples;

namespace CaseStudies.Tests.Guide;

/// <summary>The table from happenings to kinds of entry is total and true, in both languages.</summary>
public sealed partial class HappeningsTests
{
    private sealed record Row(string Happening, string What, string[] Kinds, string[] ToldApartBy);

    private static GuidePage Page => GuidePages.All.Single(p => p.Name == "happenings");

    [Fact]
    public void There_are_48_happenings_none_twice_and_both_halves_say_the_same()
    {
        var (ja, en) = (Rows(Page.Ja), Rows(Page.En));

        Assert.Equal(48, en.Select(r => r.Happening).Distinct().Count());
        Assert.Equal(48, en.Count);
        Assert.Equal(en.Select(r => (r.Happening, string.Join(";", r.Kinds), string.Join(";", r.ToldApartBy))),
            ja.Select(r => (r.Happening, string.Join(";", r.Kinds), string.Join(";", r.ToldApartBy))));
    }

    [Fact]
    public void The_happenings_are_those_of_the_collection()
    {
        var shared = Environment.GetEnvironmentVariable("CASESTUDIES_SHARED") ?? Path.Combine(SampleFiles.Root, "..", "shared");
        var file = Path.Combine(shared, "cases", "README.md");
        if (!File.Exists(file))
            Assert.Skip("The collection is not at hand; the committed table stands for itself.");

        var section = File.ReadAllText(file).Split("\n## ").Single(s => s.StartsWith("3. ", StringComparison.Ordinal));

        Assert.Equal(
            GoldRow().Matches(section).Select(m => m.Groups[1].Value).Where(k => k != "event kind").Order(StringComparer.Ordinal),
            Rows(Page.En).Select(r => r.Happening).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_exists_and_admits_what_tells_its_happening_apart() => Assert.All(Rows(Page.En), row =>
    {
        Assert.Equal(row.Kinds.Length, row.ToldApartBy.Length);
        foreach (var (kind, by) in row.Kinds.Zip(row.ToldApartBy))
        {
            var shape = InitiativeEventCatalogue.Facts[kind];
            if (by == "–")
                continue;
            var (dimension, value) = by.Split('=') is [var d, var v] ? (d, v) : throw new FormatException(by);
            var owner = shape.HasDimension(dimension)
                ? shape
                : Assert.IsType<FactShape>(shape.OfSession ? InitiativeEventCatalogue.Facts["session_held"] : null);
            Assert.True(owner.HasDimension(dimension) && owner.Admits(dimension, value), $"{row.Happening}: {kind} {by}");
        }
    });

    [Fact]
    public void Happenings_that_share_a_kind_are_told_apart() => Assert.Equal([],
        Rows(Page.En).SelectMany(r => r.Kinds.Zip(r.ToldApartBy)).GroupBy(p => p).Where(g => g.Count() > 1).Select(g => g.Key.ToString()));

    [Fact]
    public void Every_kind_of_entry_is_listed_under_its_name_in_both_languages()
    {
        Assert.Equal(InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal), Kinds(Page.En).Select(k => k.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(Kinds(Page.En).Select(k => k.Kind), Kinds(Page.Ja).Select(k => k.Kind));
        Assert.Equal(Kinds(Page.Ja).Select(k => Names.OfKind(k.Kind).Ja), Kinds(Page.Ja).Select(k => k.Name));
        Assert.Equal(Kinds(Page.En).Select(k => Names.OfKind(k.Kind).En), Kinds(Page.En).Select(k => k.Name));
    }

    private static List<Row> Rows(string half) =>
        [.. Cells(half).Where(c => c.Length == 4).Select(c => new Row(c[0], c[1], c[2].Split("; "), c[3].Split("; ")))];

    private static List<(string Kind, string Name)> Kinds(string half) => [.. Cells(half).Where(c => c.Length == 2).Select(c => (c[0], c[1]))];

    /// <summary>The rows of the tables whose first cell is a code, without the marks of code.</summary>
    private static IEnumerable<string[]> Cells(string half) => half.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))
        .Select(l => l.Trim('|', ' ').Split(" | ").Select(c => c.Replace("`", "", StringComparison.Ordinal)).ToArray());

    [GeneratedRegex(@"^\| ([a-z-]+) \|", RegexOptions.Multiline)]
    private static partial Regex GoldRow();
}
