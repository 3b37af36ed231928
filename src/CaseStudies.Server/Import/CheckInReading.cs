using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Reads attendance from a list at the door: each row is one person on one day, perhaps with the time. A day in the list is a session.</summary>
internal sealed class CheckInReading : NameReading
{
    private readonly (int Date, int? Time, int? Strand) _at;
    private readonly Slug? _strand;
    private readonly Dictionary<(PersonId Person, SessionId Session), int> _rows = [];

    public CheckInReading(ReadingContext context, SheetLayout layout) : base(context, layout)
    {
        _at = (layout.First(ColumnUse.Date)!.Value, layout.First(ColumnUse.Time), layout.First(ColumnUse.Strand));
        _strand = Mapping.Strand ?? context.Words.StrandOf(layout.Sheet.Name);
    }

    public override IEnumerable<ImportProblem> Remarks => base.Remarks.Prepend(MappingMessages.RowPerAttendance());

    protected override IReadOnlyCollection<ColumnUse> Uses => [.. base.Uses, ColumnUse.Date, ColumnUse.Time, ColumnUse.Strand];

    protected override IEnumerable<int> KeyColumns => base.KeyColumns.Append(_at.Date);

    public override void Look(SheetRow row)
    {
        var unread = new List<ImportProblem>();
        if (Totals.IsTotal(row, KeyColumns) || !IsSomebody(row) || CameIn(row, unread) is not { } came)
            return;
        Context.Occasions.Say(came.Strand, came.On, null);
        if (NamelessIn(row) is { } nameless)
        {
            if (nameless is not { Number: null, IsSeveral: true })
            {
                Context.Nameless.Say(
                    came.Strand, came.On, came.Time, CountedAs(nameless, GroupIn(row, unread)), nameless.Number ?? 1, new(Sheet, row.Number));
            }
        }
        else if (WhoIn(row, unread) is { Person: var person } && !(Context.FirstDays.GetValueOrDefault(person, LocalDate.MaxIsoValue) <= came.On))
            Context.FirstDays[person] = came.On;
    }

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var problems = new List<ImportProblem>();
        if (!IsSomebody(row))
        {
            return Cell(row, _at.Date) is { } cell && CellValues.Date(cell, Context.Fiscal).Value is not null
                ? new(at, [], [RowMessages.NameMissing(WhoColumn)])
                : ParsedRow.Nothing(at, RowMessages.NoteRow());
        }

        var (came, nameless) = (CameIn(row, problems), NamelessIn(row));
        if (nameless is { Number: null, IsSeveral: true })
            problems.Add(RowMessages.NamelessHowMany(WhoColumn, Cell(row, WhoColumn)!.Text));
        var who = nameless is null ? WhoIn(row, problems) : null;
        if (came is not var (strand, on, time) || problems.Count > 0)
            return new(at, [], [.. problems]);
        var occasion = Context.Occasions.At(strand, on, time);
        if (occasion.Ambiguous)
            return new(at, [], [RowMessages.CheckInAmbiguous(LocalDatePattern.Iso.Format(on)) with { Column = ColumnNames.FromNumber(_at.Date) }]);
        var group = GroupIn(row, problems);
        var session = Session(occasion, strand, on, _at.Date);
        if (nameless is { } heads)
        {
            var counted = CountedAs(heads, group);
            var count = Counted(occasion.Session, counted, WhoColumn, at);
            return new(at, count is null ? [session] : [session, count], [.. problems])
            {
                Notes = [NamelessNote(row, heads.Number ?? 1, count is null ? Context.Nameless.At(occasion.Session, counted).First.Row : null)],
            };
        }

        if (!_rows.TryAdd((who!.Person, occasion.Session), row.Number))
            return ParsedRow.Nothing(at, RowMessages.CheckedInAgain(WhoColumn, _rows[(who.Person, occasion.Session)]));
        Say(who, at);
        return new(at, [.. EnrolledOn(who, Context.FirstDays[who.Person]), session, Attended(who, occasion.Session, group, WhoColumn)], [.. problems]);
    }

    /// <summary>Of a time stamp, the time counts too.</summary>
    private (Slug Strand, LocalDate On, LocalTime? Time)? CameIn(SheetRow row, List<ImportProblem> problems)
    {
        var (strand, time) = (StrandIn(row, _at.Strand, _strand, problems), TimeIn(row, _at.Time, problems));
        if (Cell(row, _at.Date) is not { } cell)
        {
            problems.Add(RowMessages.DateMissing(_at.Date));
            return null;
        }

        var read = CellValues.Moment(cell, Context.Fiscal, Context.Zone);
        if (read.Value is not { } moment)
        {
            problems.Add(RowMessages.Unreadable(_at.Date, read.Why!.ToPublicText()));
            return null;
        }

        return strand is { } known ? (known, moment.Date, time ?? (moment.TimeOfDay == LocalTime.Midnight ? null : moment.TimeOfDay)) : null;
    }
}
