using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>The meaning of each column of a sheet. People may edit it. It holds no personal data and is stored as plain JSON.</summary>
/// <param name="Sheet">The sheet's name; null for the first visible sheet that fits, <c>*</c> for all that fit.</param>
/// <param name="HeaderRow">The first row of the header, counted from 1 as in the spreadsheet.</param>
/// <param name="HeaderRows">2 if the year or month is in a row above the days.</param>
/// <param name="Strand">The strand of rows for which no column gives one.</param>
/// <param name="Scheme">The scheme of groups for which the column gives none.</param>
/// <param name="Unit">The unit of counts for which the column gives none.</param>
/// <param name="Fact">For a list of events: the kind of fact.</param>
/// <param name="Constants">For a list of events: members that have the same value in every row.</param>
/// <param name="Instrument">For a survey, with <paramref name="Version"/> and <paramref name="Wave"/>.</param>
/// <param name="Role">For attendance: the role in which new people are enrolled, together with <paramref name="Basis"/>. Without it nobody is enrolled.</param>
/// <param name="Year">The calendar year of dates written without a year.</param>
/// <param name="FiscalYear">The fiscal year of dates written without a year. If it begins in April, January to March are in the next calendar year.</param>
/// <param name="Values">Text of a cell → recorded value, for each use of a column (<c>strand</c>, <c>mark</c>, <c>group</c>) or member.</param>
/// <param name="Rivals">True: a count that contradicts one recorded by hand is recorded too, as a conflict to be resolved.</param>
/// <param name="Numbering">The name of the list, if several lists number their rows from 1.</param>
internal sealed record ImportMapping(
    ImportKind Kind, ImmutableArray<MappedColumn> Columns, string? Sheet = null, int HeaderRow = 1, int HeaderRows = 1,
    Slug? Strand = null, Slug? Scheme = null, HeadUnit Unit = HeadUnit.People,
    string? Fact = null, ImmutableSortedDictionary<string, string>? Constants = null,
    Slug? Instrument = null, int? Version = null, Slug? Wave = null,
    Slug? Role = null, LawfulBasis? Basis = null, int? Year = null, int? FiscalYear = null,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>? Values = null, bool Rivals = false, Slug? Numbering = null)
{
    public const int MaximumColumns = 500;

    /// <summary>The recorded value for a cell's text in this use; null if the mapping has none.</summary>
    public string? Value(string use, string text) => Values?.GetValueOrDefault(use) is { } known
        ? known.GetValueOrDefault(text) ?? known.FirstOrDefault(v => LooseTextKey.Same(v.Key, text)).Value
        : null;
}

/// <summary>One column. It is found by its header, or by its letter if the header is empty or not unique.</summary>
/// <param name="Unit">The unit of this group, if it is not that of the mapping.</param>
/// <param name="Member">For a list of events: the fact's member.</param>
/// <param name="Item">For a survey: the question's key.</param>
internal sealed record MappedColumn(
    ColumnUse As, string? Header = null, string? Column = null, Slug? Scheme = null, Slug? Group = null, string? Member = null, Slug? Item = null,
    HeadUnit? Unit = null);

internal enum ColumnUse
{
    Ignored, Total, Date, Strand, Start, End, Venue, Title, Part, Group, Name, Furigana, Person, Answer, Comment, ResponseId, RowId, Member, Time,
}
