using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Reads headcounts: each row is a session, each column a group, and each cell with a number a count.</summary>
internal sealed class HeadcountReading(ReadingContext context, SheetLayout layout) : SheetReading(context, layout)
{
    private readonly ImmutableArray<(int Column, MappedColumn Mapped)> _groups = [.. layout.ColumnsFor(ColumnUse.Group)];
    private readonly (int Date, int? Strand, int? Start, int? End, int? Venue, int? Title, int? Part) _at = (
        layout.First(ColumnUse.Date)!.Value, layout.First(ColumnUse.Strand), layout.First(ColumnUse.Start), layout.First(ColumnUse.End),
        layout.First(ColumnUse.Venue), layout.First(ColumnUse.Title), layout.First(ColumnUse.Part));

    public override bool NeedsLook => true;

    protected override IReadOnlyCollection<ColumnUse> Uses { get; } =
        [ColumnUse.Date, ColumnUse.Strand, ColumnUse.Start, ColumnUse.End, ColumnUse.Venue, ColumnUse.Title, ColumnUse.Part, ColumnUse.Group];

    protected override IEnumerable<int> KeyColumns => _at.Strand is { } strand ? [_at.Date, strand] : [_at.Date];

    public override void Look(SheetRow row)
    {
        if (!Totals.IsTotal(row, KeyColumns) && Counts(row, []).Any() && Subject(row, []) is { } subject)
            Context.Occasions.Say(subject.Strand, subject.On, subject.Start);
    }

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var problems = new List<ImportProblem>();
        var counts = Counts(row, problems).ToList();
        if (counts.Count == 0 && problems.Count == 0)
        {
            return Cell(row, _at.Date) is { } cell && CellValues.Date(cell, Context.Fiscal).Value is not null
                ? ParsedRow.Nothing(at, RowMessages.EmptyRow()) with { Notes = [.. TotalsContradicted(row, [0])] }
                : ParsedRow.Nothing(at, RowMessages.NoteRow());
        }

        var (subject, title) = (Subject(row, problems), WordsIn(row, _at.Title, problems));
        var end = TimeIn(row, _at.End, problems);
        var part = KeyIn(row, _at.Part, "part", problems);
        var venue = KeyIn(row, _at.Venue, "venue", problems);
        if (subject is not { } s || problems.Count > 0)
            return new(at, [], [.. problems]);
        var occasion = Context.Occasions.Match(s.Strand, s.On, s.Start);
        if (occasion.Ambiguous)
            return new(at, [], [RowMessages.SessionAmbiguous(LocalDatePattern.Iso.Format(s.On))]);
        return new(at, [Session(occasion, s, end, venue, title), .. counts.Select(c => Count(c, occasion.Session, part))], [])
        {
            // A total is of one scheme, and may be of one unit.
            Notes = [.. TotalsContradicted(row, [.. Sums(c => (c.Scheme ?? Mapping.Scheme, null)), .. Sums(c => (c.Scheme ?? Mapping.Scheme, c.Unit))])],
        };

        IEnumerable<int> Sums(Func<MappedColumn, (Slug? Scheme, HeadUnit? Unit)> by) => counts.GroupBy(c => by(c.Mapped)).Select(g => g.Sum(c => c.Number));
    }

    private ProposedFact Session(Occasion occasion, (Slug Strand, LocalDate On, LocalTime? Start) s, LocalTime? end, Slug? venue, string? title) =>
        new(occasion.Key, StatedFact.Create<SessionHeld>(
            ("session", occasion.Session), ("strand", s.Strand), ("on", s.On), ("start", s.Start), ("end", end), ("venue", venue), ("title", title)),
            _at.Date, occasion.Known?.Id);

    private ProposedFact Count((int Column, MappedColumn Mapped, int Number) c, SessionId session, Slug? part)
    {
        var (scheme, group) = ((c.Mapped.Scheme ?? Mapping.Scheme)!.Value, c.Mapped.Group!.Value);
        return new($"count/{session}/{scheme}/{group}/{part}", StatedFact.Create<ParticipantsCounted>(
            ("session", session), ("scheme", scheme), ("group", group), ("count", c.Number), ("unit", c.Mapped.Unit ?? Mapping.Unit), ("part", part)),
            c.Column);
    }

    private IEnumerable<(int Column, MappedColumn Mapped, int Number)> Counts(SheetRow row, List<ImportProblem> problems)
    {
        foreach (var (column, mapped) in _groups)
        {
            if (IsShared(row, column)
                || (row.Merged(column) is { Value: not null, Range: var range }
                    && _groups.Count(g => g.Column >= range.FirstColumn && g.Column <= range.LastColumn) > 1))
            {
                problems.Add(RowMessages.CountMerged(column));
                continue;
            }

            if (Once(row, column) is not { } cell)
                continue;
            var read = CellValues.Count(cell, ParticipantsCounted.MaximumCount);
            if ((read.Why?.ToPublicText() ?? WrittenUnits.Wrong(cell, mapped.Unit ?? Mapping.Unit)) is { } why)
                problems.Add(RowMessages.Unreadable(column, why));
            else
                yield return (column, mapped, read.Value!.Value);
        }
    }

    private (Slug Strand, LocalDate On, LocalTime? Start)? Subject(SheetRow row, List<ImportProblem> problems)
    {
        var (strand, on, start) = (StrandIn(row, _at.Strand, Mapping.Strand, problems), Day(row, problems), TimeIn(row, _at.Start, problems));
        return strand is { } s && on is { } day ? (s, day, start) : null;
    }

    private LocalDate? Day(SheetRow row, List<ImportProblem> problems)
    {
        if (Cell(row, _at.Date) is not { } cell)
        {
            problems.Add(RowMessages.DateMissing(_at.Date));
            return null;
        }

        var read = CellValues.Date(cell, Context.Fiscal);
        if (read.Value is null)
            problems.Add(RowMessages.Unreadable(_at.Date, read.Why!.ToPublicText()));
        return read.Value;
    }
}
