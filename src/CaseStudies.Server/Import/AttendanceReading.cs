using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Reads attendance: each row is a person, each column a day. A day on which somebody is marked is a session.</summary>
internal sealed class AttendanceReading : NameReading
{
    private readonly ImmutableArray<(int Column, LocalDate On)> _days;
    private readonly Slug _strand;
    private readonly HashSet<int> _marked = [];
    private readonly Dictionary<PersonId, int> _rows = [];

    public AttendanceReading(ReadingContext context, SheetLayout layout) : base(context, layout)
    {
        _strand = (Mapping.Strand ?? context.Words.StrandOf(layout.Sheet.Name))!.Value;
        _days = [.. DayHeader.Read(layout.Header, Context.Fiscal).Where(d => !layout.Columns.ContainsKey(d.Column))];
    }

    public override IEnumerable<ImportProblem> Remarks =>
        _days.Where(d => !_marked.Contains(d.Column)).Select(d => MappingMessages.NoMarks(d.Column, Layout.Header.Texts[d.Column])).Concat(base.Remarks);

    public override IEnumerable<int> Columns => base.Columns.Concat(_days.Select(d => d.Column));

    public override void Look(SheetRow row)
    {
        if (Totals.IsTotal(row, KeyColumns) || !IsSomebody(row))
            return;
        var nameless = NamelessIn(row);
        foreach (var (column, on) in _days)
        {
            if (nameless is { } heads ? HeadsOn(row, column, heads, []) is not > 0 : Present(row, column, []) is not true)
                continue;
            Context.Occasions.Say(_strand, on, null);
            if (nameless is { } counted)
                Context.Nameless.Say(_strand, on, null, CountedAs(counted, GroupIn(row, [])), HeadsOn(row, column, counted, [])!.Value, new(Sheet, row.Number));
        }
    }

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var problems = new List<ImportProblem>();
        if (NamelessIn(row) is { } nameless)
            return Nameless(row, at, nameless, problems);
        var attended = _days.Where(d => Present(row, d.Column, problems) is true).ToList();
        if (!IsSomebody(row))
            return attended.Count == 0 ? ParsedRow.Nothing(at, RowMessages.NoteRow()) : new(at, [], [RowMessages.NameMissing(WhoColumn)]);
        if (attended.Count == 0 && problems.Count == 0)
            return NobodyCame(row, at);
        var unread = new List<ImportProblem>();
        if (WhoIn(row, unread) is not { } who)
            return new(at, [], [.. unread]);
        if (!_rows.TryAdd(who.Person, row.Number))
            return new(at, [], [RowMessages.NameRepeated(WhoColumn, _rows[who.Person])]);
        Say(who, at);
        var facts = new List<ProposedFact>();
        if (attended.Count > 0)
            facts.AddRange(EnrolledOn(who, attended.Min(a => a.On)));
        var group = GroupIn(row, problems);
        foreach (var (column, on) in attended)
        {
            if (Held(column, on, facts, problems) is { } session)
                facts.Add(Attended(who, session, group, column));
        }

        return new(at, [.. facts], [.. problems]) { Notes = problems.Count > 0 ? [] : [.. TotalsContradicted(row, [attended.Count])] };
    }

    private ParsedRow Nameless(SheetRow row, Place at, NamelessHeads nameless, List<ImportProblem> problems)
    {
        var (facts, sum, first) = (new List<ProposedFact>(), 0, (int?)null);
        var counted = CountedAs(nameless, GroupIn(row, problems));
        foreach (var (column, on) in _days)
        {
            if (HeadsOn(row, column, nameless, problems) is not { } heads || heads == 0 || Held(column, on, facts, problems) is not { } session)
                continue;
            sum += heads;
            if (Counted(session, counted, column, at) is { } count)
                facts.Add(count);
            else
                first ??= Context.Nameless.At(session, counted).First.Row;
        }

        if (sum == 0 && problems.Count == 0)
            return NobodyCame(row, at);
        return new(at, [.. facts], [.. problems]) { Notes = sum == 0 ? [] : [NamelessNote(row, sum, first), .. TotalsContradicted(row, [sum])] };
    }

    private ParsedRow NobodyCame(SheetRow row, Place at) =>
        ParsedRow.Nothing(at, _days.Any(d => Cell(row, d.Column) is not null) ? RowMessages.EmptyRow() : RowMessages.NoteRow()) with
        {
            Notes = [.. TotalsContradicted(row, [0])],
        };

    /// <summary>The session of a day, which the row states too. Null if nobody can say which it is.</summary>
    private SessionId? Held(int column, LocalDate on, List<ProposedFact> facts, List<ImportProblem> problems)
    {
        var occasion = Context.Occasions.Match(_strand, on, null);
        if (occasion.Ambiguous)
        {
            problems.Add(RowMessages.SessionAmbiguous(LocalDatePattern.Iso.Format(on)) with { Column = ColumnNames.FromNumber(column) });
            return null;
        }

        _marked.Add(column);
        facts.Add(Session(occasion, _strand, on, column));
        return occasion.Session;
    }

    private bool? Present(SheetRow row, int column, List<ImportProblem> problems)
    {
        if (Cell(row, column) is not { } cell)
            return false;
        if (IsMergedMark(row, column, problems))
            return null;
        var present = Mapping.Value("mark", cell.Text.Trim()) switch { "present" => true, "absent" => false, _ => CellValues.Mark(cell) };
        if (present.Why is { } why)
            problems.Add(RowMessages.MarkUnknown(column, why.ToPublicText()));
        return present.Value;
    }

    /// <summary>How many heads without a name came on a day: a mark, or a number.</summary>
    private int? HeadsOn(SheetRow row, int column, NamelessHeads nameless, List<ImportProblem> problems)
    {
        if (Cell(row, column) is not { } cell)
            return 0;
        if (IsMergedMark(row, column, problems))
            return null;
        var marked = CellValues.Count(cell, ParticipantsCounted.MaximumCount).Value;
        // The number that the name states is meant once by each mark, and 1 is a mark.
        if (marked is { } number && (nameless.Number is null || number is 0 || number == nameless.Number))
            return number;
        if (marked > 1)
            problems.Add(RowMessages.NamelessContradicts(column, nameless.Number!.Value, marked.Value));
        else if (marked is null && Present(row, column, problems) is not true)
            return 0;
        else if (nameless is { Number: null, IsSeveral: true })
            problems.Add(RowMessages.NamelessHowMany(column, Cell(row, WhoColumn)!.Text));
        else
            return nameless.Number ?? 1;
        return null;
    }

    private static bool IsMergedMark(SheetRow row, int column, List<ImportProblem> problems)
    {
        if (row.Merged(column) is not { Range: var range } || (range.FirstRow == range.LastRow && range.FirstColumn == range.LastColumn))
            return false;
        problems.Add(RowMessages.MarkMerged(column));
        return true;
    }
}
