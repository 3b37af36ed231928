using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Sheets;

/// <summary>What Excel lets people enter into a column, and what it says if they enter something else; in one language.</summary>
public abstract record SheetRule(SheetRuleWords? Words)
{
    /// <summary>One of these. A long list, or one with commas, is written to a hidden sheet.</summary>
    public sealed record OneOf(ImmutableArray<string> Choices, SheetRuleWords? Words = null) : SheetRule(Words);

    public sealed record DateWithin(LocalDate From, LocalDate To, SheetRuleWords? Words = null) : SheetRule(Words);

    /// <summary>A whole number from <paramref name="From"/>, to <paramref name="To"/> where one is given.</summary>
    public sealed record WholeNumber(int From = 0, int? To = null, SheetRuleWords? Words = null) : SheetRule(Words);

    public sealed record TimeOfDay(SheetRuleWords? Words = null) : SheetRule(Words);
}

/// <summary>The words of a rule. Excel calls a workbook damaged if they are longer.</summary>
public sealed record SheetRuleWords
{
    public string Title { get; }
    public string Hint { get; }
    public string Error { get; }

    /// <param name="title">Above both, at most 32 characters.</param>
    /// <param name="hint">Shown when the cell is selected, at most 255 characters.</param>
    /// <param name="error">Shown when something else is entered, at most 255 characters.</param>
    public SheetRuleWords(string title, string hint, string error) =>
        (Title, Hint, Error) = (Within(title, 32), Within(hint, 255), Within(error, 255));

    private static string Within(string text, int length) =>
        text.Length <= length ? text : throw new ArgumentException($"Excel takes {length} characters here: {text}");
}
