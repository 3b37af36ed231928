using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Tests.Guide;

/// <summary>The guide is true: every example comes out as it says, and no page, half or example is missing.</summary>
public sealed partial class GuideTests
{
    /// <summary>What pages explain by example besides the nodes of the algebra.</summary>
    private static readonly string[] s_topics = ["selections", "states", "days", "comparisons", "labels", "conflicts", "versions", "warnings"];

    [Theory, ClassData(typeof(EachExamplePage))]
    public void Every_example_comes_out_as_it_says(string name)
    {
        foreach (var example in Example.Of(Page(name).En))
        {
            var (expected, actual) = ExampleRun.Of(example);
            Assert.True(expected == actual, $"{name}: {example.Title}\nexpected {expected}\nbut was {actual}");
        }
    }

    [Theory, ClassData(typeof(EachExamplePage))]
    public void No_example_is_passed_over(string name)
    {
        var (ja, en) = (Example.Of(Page(name).Ja).ToList(), Example.Of(Page(name).En).ToList());

        Assert.True(en.Count >= 2, $"{name} has {en.Count} examples.");
        Assert.Equal(en.Select(e => (string.Join("\n", e.Steps), e.Indicator, e.Expected)),
            ja.Select(e => (string.Join("\n", e.Steps), e.Indicator, e.Expected)));
        Assert.Equal(en.Count * 3 * 2, Example.FencesIn(Text(name)));
    }

    [Fact]
    public void Every_node_of_the_algebra_and_every_topic_has_a_page() => Assert.Equal(
        typeof(Formula).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(a => (string)a.TypeDiscriminator!)
            .Concat(s_topics).Order(StringComparer.Ordinal),
        EachExamplePages().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_node_is_used_in_an_example_of_its_own_page() => Assert.All(EachExamplePages().Except(s_topics),
        name => Assert.All(Example.Of(Page(name).En).Where(e => e.Kind == "figure"),
            e => Assert.Equal(name, JsonDocument.Parse(e.Indicator).RootElement.GetProperty("formula").GetProperty("op").GetString())));

    [Fact]
    public void Every_file_is_embedded_and_named_in_the_index_in_both_languages()
    {
        var index = Page("index");

        Assert.Equal(Directory.EnumerateFiles(Folder, "*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal),
            GuidePages.All.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("index", GuidePages.All[0].Name);
        Assert.Equal(GuidePages.All.Skip(1).Select(p => (p.Title.Ja, p.Name)), Links(index.Ja));
        Assert.Equal(GuidePages.All.Skip(1).Select(p => (p.Title.En, p.Name)), Links(index.En));
    }

    [Fact]
    public void Every_link_leads_to_a_page() => Assert.Subset(
        GuidePages.All.Select(p => p.Name).ToHashSet(), GuidePages.All.SelectMany(p => Links(p.Ja + p.En)).Select(l => l.Item2).ToHashSet());

    [Theory, ClassData(typeof(EachExamplePage))]
    public void Every_page_has_the_same_headings(string name)
    {
        Assert.Equal(["意味", "使うとき", "気をつけること", "例"], Headings(Page(name).Ja));
        Assert.Equal(["Meaning", "When to use it", "Traps", "Examples"], Headings(Page(name).En));
    }

    /// <summary>Not a proof that every sentence exists twice, but a lost paragraph or list item shows.</summary>
    [Fact]
    public void Both_halves_are_built_alike()
    {
        foreach (var page in GuidePages.All)
        {
            Assert.True(Shape(page.En).SequenceEqual(Shape(page.Ja)), $"{page.Name}: {string.Join(' ', Shape(page.En))} / {string.Join(' ', Shape(page.Ja))}");
            Assert.Equal([], Prose(page.Ja).Where(l => IsText(l) && !Japanese().IsMatch(l)).Select(l => $"{page.Name}: {l}"));
            Assert.Equal([], Prose(page.En).Where(l => Kana().IsMatch(l)).Select(l => $"{page.Name}: {l}"));
        }
    }

    private static IEnumerable<string> EachExamplePages() => new EachExamplePage().Select(row => row.Data);

    private static GuidePage Page(string name) => GuidePages.All.Single(p => p.Name == name);

    private static string Folder => SourceTree.Path("src", "CaseStudies.Domain", "Guide");

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".md"));

    private static IEnumerable<(string, string)> Links(string text) => Link().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    private static IEnumerable<string> Headings(string half) => Prose(half).Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..]);

    private static IEnumerable<string> Prose(string half)
    {
        var fenced = false;
        foreach (var line in half.Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!fenced && !line.StartsWith("```", StringComparison.Ordinal))
                yield return line;
        }
    }

    /// <summary>What opens a block: headings, list items, rows of a table, and first lines of paragraphs.</summary>
    private static IEnumerable<string> Shape(string half)
    {
        var before = "";
        foreach (var line in Prose(half))
        {
            if (line.Length > 0 && (before.Length == 0 || Mark().IsMatch(line)))
                yield return Mark().Match(line).Value;
            before = line;
        }
    }

    private static bool IsText(string line) => line.Length > 0 && !line.StartsWith('|') && !line.StartsWith(' ');

    [GeneratedRegex(@"\[([^\]]+)\]\(([a-z-]+)\.md\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(#+ |- |[0-9]+\. |\|)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"[\u3001-\u30ff\u4e00-\u9fff]")]
    private static partial Regex Japanese();

    /// <summary>A word of ours may stand as an example in the English half; a sentence has kana.</summary>
    [GeneratedRegex(@"[\u3040-\u30ff]")]
    private static partial Regex Kana();
}
