using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>Which column of a sheet means what. People may edit it; it holds no personal data and is kept as a plain document.</summary>
/// <param name="Sheet">The sheet's name; null: the first that is not hidden.</param>
/// <param name="HeaderRow">The first row of the header, from 1 as the spreadsheet shows it.</param>
/// <param name="HeaderRows">2 where year or month stand above the days.</param>
/// <param name="Strand">The strand of every row, where no column says it.</param>
/// <param name="Scheme">The scheme of every group, where a column does not say another.</param>
/// <param name="Unit">What one counted head is.</param>
/// <param name="Fact">For a list of events: the kind of fact that a row is.</param>
/// <param name="Constants">For a list of events: members that have the same value in every row.</param>
/// <param name="Instrument">For a survey, with <paramref name="Version"/> and <paramref name="Wave"/>.</param>
/// <param name="Role">For attendance: the role in which people who are new are enrolled, with <paramref name="Basis"/>; without it nobody is.</param>
/// <param name="Year">The calendar year of days that are written without one.</param>
/// <param name="FiscalYear">The same by the organisation's fiscal year: where it begins in April, January to March belong to the next calendar year.</param>
/// <param name="Values">What a cell says → what is recorded, by the column's use (<c>strand</c>, <c>mark</c>, <c>group</c>) or by the member.</param>
/// <param name="Rivals">Counts that contradict one recorded by hand are recorded beside it, as a conflict for a person to settle.</param>
/// <param name="Numbering">The list or form whose numbers the rows bear, where each month's list or each form begins again at 1.</param>
internal sealed record ImportMapping(
    ImportKind Kind, ImmutableArray<MappedColumn> Columns, string? Sheet = null, int HeaderRow = 1, int HeaderRows = 1,
    Slug? Strand = null, Slug? Scheme = null, HeadUnit Unit = HeadUnit.People,
    string? Fact = null, ImmutableSortedDictionary<string, string>? Constants = null,
    Slug? Instrument = null, int? Version = null, Slug? Wave = null,
    Slug? Role = null, LawfulBasis? Basis = null, int? Year = null, int? FiscalYear = null,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>? Values = null, bool Rivals = false, Slug? Numbering = null)
{
    public const int MaximumColumns = 500;

    /// <summary>What the mapping says a cell's text stands for, for this use; null if it says nothing of it.</summary>
    public string? Value(string use, string text) => Values?.GetValueOrDefault(use) is { } known
        ? known.GetValueOrDefault(text) ?? known.FirstOrDefault(v => LooseTextKey.Same(v.Key, text)).Value
        : null;
}

/// <summary>One column. It is found by its header; the letter is asked where the header is empty or stands there twice.</summary>
/// <param name="Unit">Of this group's heads, where it is not the mapping's.</param>
/// <param name="Member">For a list of events: the fact's member.</param>
/// <param name="Item">For a survey: the question's key.</param>
internal sealed record MappedColumn(
    ColumnUse As, string? Header = null, string? Column = null, Slug? Scheme = null, Slug? Group = null, string? Member = null, Slug? Item = null,
    HeadUnit? Unit = null);

internal enum ColumnUse
{
    Ignored, Total, Date, Strand, Start, End, Venue, Title, Part, Group, Name, Furigana, Person, Answer, Comment, ResponseId, RowId, Member,
}
