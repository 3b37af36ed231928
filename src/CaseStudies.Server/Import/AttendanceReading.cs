using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Reads attendance: each row is a person, each column a day. A day on which somebody is marked is a session.</summary>
internal sealed class AttendanceReading : SheetReading
{
    private readonly ImmutableArray<(int Column, LocalDate On)> _days;
    private readonly Slug _strand;
    private readonly HashSet<int> _marked = [];
    private readonly Dictionary<PersonId, int> _rows = [];
    private readonly (int? Name, int? Furigana, int? Person, int? Group) _at;
    private readonly HashSet<PersonId> _strangers = [];

    public AttendanceReading(ReadingContext context, SheetLayout layout) : base(context, layout)
    {
        _strand = (Mapping.Strand ?? context.Words.StrandOf(layout.Sheet.Name))!.Value;
        _at = (layout.First(ColumnUse.Name), layout.First(ColumnUse.Furigana), layout.First(ColumnUse.Person), layout.First(ColumnUse.Group));
        _days = [.. DayHeader.Read(layout.Header, Context.Fiscal).Where(d => !layout.Columns.ContainsKey(d.Column))];
    }

    public override bool Whole => false;
    public override bool NeedsLook => true;

    public override IEnumerable<ImportProblem> Remarks =>
        _days.Where(d => !_marked.Contains(d.Column)).Select(d => MappingMessages.NoMarks(d.Column, Layout.Header.Texts[d.Column]))
            .Concat(_strangers.Count > 0 && Mapping.Role is null ? [MappingMessages.NotEnrolled(_strangers.Count)] : []);

    public override IEnumerable<int> Columns => base.Columns.Concat(_days.Select(d => d.Column));

    protected override IEnumerable<int> KeyColumns => new[] { _at.Name, _at.Person }.OfType<int>();

    public override void Look(SheetRow row)
    {
        if (Totals.IsTotal(row, KeyColumns) || !IsSomebody(row))
            return;
        foreach (var (column, on) in _days)
        {
            if (Present(row, column, []) is true)
                Context.Occasions.Say(_strand, on, null);
        }
    }

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var problems = new List<ImportProblem>();
        var attended = _days.Where(d => Present(row, d.Column, problems) is true).ToList();
        if (!IsSomebody(row))
            return attended.Count == 0 ? ParsedRow.Nothing(at, RowMessages.NoteRow()) : new(at, [], [RowMessages.NameMissing(WhoColumn)]);
        if (attended.Count == 0 && problems.Count == 0)
            return ParsedRow.Nothing(at, _days.Any(d => Cell(row, d.Column) is not null) ? RowMessages.EmptyRow() : RowMessages.NoteRow());
        var garbled = new List<ImportProblem>();
        var (card, name) = (WordsIn(row, _at.Person, garbled), NameIn(row, garbled));
        if (garbled.Count > 0)
            return new(at, [], [.. garbled]);
        var person = EventMembers.PersonOf(card ?? name!, Context.Ids.Person);
        if (!_rows.TryAdd(person, row.Number))
            return new(at, [], [RowMessages.NameRepeated(WhoColumn, _rows[person])]);
        var furigana = CellValues.Text(Cell(row, _at.Furigana)) ?? (_at.Name is { } named ? row[named]?.Furigana : null);
        if (name is not null)
            Context.People.Say(person, name, furigana, $"{at.Sheet}:{at.Row}");
        var facts = new List<ProposedFact>();
        if (attended.Count > 0 && !Context.Basis.IsEnrolled(person))
            Enrol(person, name, furigana, attended.Min(a => a.On), facts);
        var group = KeyIn(row, _at.Group, "group", problems);
        foreach (var (column, on) in attended)
            Attend(person, column, on, group, facts, problems);
        return new(at, [.. facts], [.. problems]);
    }

    private void Attend(PersonId person, int column, LocalDate on, Slug? group, List<ProposedFact> facts, List<ImportProblem> problems)
    {
        var occasion = Context.Occasions.Match(_strand, on, null);
        if (occasion.Ambiguous)
        {
            problems.Add(RowMessages.SessionAmbiguous(LocalDatePattern.Iso.Format(on)) with { Column = ColumnNames.FromNumber(column) });
            return;
        }

        _marked.Add(column);
        facts.Add(new(occasion.Key, StatedFact.Create<SessionHeld>(("session", occasion.Session), ("strand", _strand), ("on", on)), column,
            occasion.Known?.Id));
        facts.Add(new($"attended/{person}/{occasion.Session}",
            StatedFact.Create<PersonAttended>(("person", person), ("session", occasion.Session), ("group", group)), column));
    }

    private void Enrol(PersonId person, string? name, string? furigana, LocalDate on, List<ProposedFact> facts)
    {
        _strangers.Add(person);
        if (Mapping.Role is not { } role)
            return;
        facts.Add(new($"enrolled/{person}/{role}", StatedFact.Create<PersonEnrolled>(
            ("person", person), ("role", role), ("on", on), ("basis", Mapping.Basis), ("name", name)), WhoColumn,
            Furigana: name is null ? null : furigana));
    }

    private int WhoColumn => _at.Name ?? _at.Person!.Value;

    private bool IsSomebody(SheetRow row) => (Cell(row, _at.Name) ?? Cell(row, _at.Person)) is not null;

    /// <summary>The name as written. Another spelling is another person until somebody records that both are one.</summary>
    private string? NameIn(SheetRow row, List<ImportProblem> problems) => WordsIn(row, _at.Name, problems) is null ? null : Cell(row, _at.Name)!.Text.Trim();

    private bool? Present(SheetRow row, int column, List<ImportProblem> problems)
    {
        if (Cell(row, column) is not { } cell)
            return false;
        if (row.Merged(column) is { Range: var range } && (range.FirstRow != range.LastRow || range.FirstColumn != range.LastColumn))
        {
            problems.Add(RowMessages.MarkMerged(column));
            return null;
        }

        var present = Mapping.Value("mark", cell.Text.Trim()) switch { "present" => true, "absent" => false, _ => CellValues.Mark(cell) };
        if (present.Why is { } why)
            problems.Add(RowMessages.MarkUnknown(column, why.ToPublicText()));
        return present.Value;
    }
}
