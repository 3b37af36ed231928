using System.Text.RegularExpressions;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Rules;

/// <summary>The glossary names every public type of the Domain, and none that is not there.</summary>
public sealed partial class GlossaryTests
{
    private static readonly Type[] s_types = typeof(InitiativeEvent).Assembly.GetExportedTypes();
    private static readonly string s_glossary = File.ReadAllText(SourceTree.Path("src", "GLOSSARY.md"));

    [Fact]
    public void Every_public_type_of_the_Domain_is_in_the_glossary() => Assert.Empty(Missing(s_glossary));

    [Fact]
    public void The_glossary_names_no_type_that_does_not_exist() => Assert.Empty(Gone(s_glossary));

    [Fact]
    public void Each_term_and_each_type_stands_once_and_each_row_is_whole()
    {
        var rows = Rows(s_glossary).ToList();
        Assert.Empty(rows.GroupBy(r => r.Term).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(rows.SelectMany(r => Named(r.Type)).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.All(rows, r => Assert.Matches(@"[\u3040-\u30ff\u4e00-\u9fff]", r.Japanese));
        Assert.All(rows, r => Assert.EndsWith(".", r.Meaning, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Type.Length == 0);
    }

    [Fact]
    public void A_row_that_is_taken_out_is_missed() => Assert.Equal(["Quantity"], Missing(s_glossary.Replace("`Quantity`", "", StringComparison.Ordinal)));

    [Fact]
    public void A_base_without_its_kinds_leaves_them_missing() => Assert.Contains("SessionCancelled", Missing(
        s_glossary.Replace("each kind of `InitiativeFact`", "", StringComparison.Ordinal)
            .Replace("each kind of `InitiativeEvent`", "", StringComparison.Ordinal)));

    [Fact]
    public void A_type_that_was_renamed_is_found() => Assert.Equal(["Amount"], Gone(s_glossary.Replace("`Quantity`", "`Amount`", StringComparison.Ordinal)));

    private static IEnumerable<string> Missing(string glossary)
    {
        var cells = Rows(glossary).Select(r => r.Type).ToList();
        var named = cells.SelectMany(Named).ToHashSet(StringComparer.Ordinal);
        var bases = cells.SelectMany(c => EachKind().Matches(c)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return s_types.Where(t => !named.Contains(t.Name) && !Bases(t).Any(b => bases.Contains(b.Name))).Select(t => t.Name).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Gone(string glossary) =>
        Rows(glossary).SelectMany(r => Backticked().Matches(r.Type)).Select(m => m.Groups[1].Value).Distinct()
            .Except(s_types.Select(t => t.Name)).Order(StringComparer.Ordinal);

    /// <summary>The types that a cell names by themselves: neither as the base of others nor as the place of something.</summary>
    private static IEnumerable<string> Named(string cell) => Backticked().Matches(Elsewhere().Replace(cell, "")).Select(m => m.Groups[1].Value);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
            yield return at;
    }

    private static IEnumerable<(string Term, string Japanese, string Meaning, string Type)> Rows(string glossary) =>
        from line in glossary.Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| term |", StringComparison.Ordinal)
        let cells = line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray()
        select cells is [var term, var japanese, var meaning, var type]
            ? (term, japanese, meaning, type)
            : throw new FormatException($"Not four cells: {line}");

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Backticked();

    [GeneratedRegex("each kind of `(\\w+)`")]
    private static partial Regex EachKind();

    [GeneratedRegex("(?:each kind of|in) `\\w+`")]
    private static partial Regex Elsewhere();
}
