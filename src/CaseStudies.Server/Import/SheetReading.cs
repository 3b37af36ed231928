using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>What the readings of all kinds of sheet share.</summary>
/// <param name="Zone">The initiative's time zone.</param>
internal sealed record ReadingContext(
    ImportMapping Mapping, Vocabulary Words, DateTimeZone Zone, ImportBasis Basis, ImportIds Ids, SessionMatcher Occasions, DuplicatePersonFinder People)
{
    /// <summary>What the rows read so far cover.</summary>
    public SpokenOf Spoken { get; } = new();

    /// <summary>Heads without a name, by session.</summary>
    public NamelessCounts Nameless { get; } = new(Occasions);

    /// <summary>The first day on which the file has a person, where each row is one attendance.</summary>
    public Dictionary<PersonId, LocalDate> FirstDays { get; } = [];

    /// <summary>The number of responses with the same date and time.</summary>
    public Dictionary<Guid, int> Moments { get; } = [];

    public FiscalContext? Fiscal { get; } = Mapping.FiscalYear is { } fiscal ? new(fiscal, Words.Calendar.FirstMonth) : Mapping.Year is { } year ? new(year, 1)
        : null;
}

/// <summary>Reads the rows of one sheet as facts. Each reading of the file needs a new one.</summary>
internal abstract class SheetReading(ReadingContext context, SheetLayout layout)
{
    private readonly Dictionary<Guid, int> _turns = [];

    protected ReadingContext Context => context;
    protected ImportMapping Mapping => context.Mapping;
    protected SheetLayout Layout => layout;

    public int Sheet => layout.Sheet.Index + 1;

    /// <summary>Whether a row with a problem is not recorded at all.</summary>
    public virtual bool Whole => true;

    /// <summary>Whether all rows must be seen before the first can be read.</summary>
    public virtual bool NeedsLook => false;

    public static SheetReading Create(ReadingContext context, SheetLayout layout) => context.Mapping.Kind switch
    {
        ImportKind.Headcounts => new HeadcountReading(context, layout),
        ImportKind.Attendance when layout.First(ColumnUse.Date) is not null => new CheckInReading(context, layout),
        ImportKind.Attendance => new AttendanceReading(context, layout),
        ImportKind.Survey => new SurveyReading(context, layout),
        _ => new EventReading(context, layout),
    };

    public virtual void Look(SheetRow row)
    {
    }

    /// <summary>The columns that are imported. Of no other column anything is kept.</summary>
    public virtual IEnumerable<int> Columns => Layout.Columns.Where(c => Uses.Contains(c.Value.As)).Select(c => c.Key);

    /// <summary>The uses of columns from which this kind of sheet makes facts. A mapping may name others, which are then not imported.</summary>
    protected abstract IReadOnlyCollection<ColumnUse> Uses { get; }

    /// <summary>Remarks, once the whole sheet has been read.</summary>
    public virtual IEnumerable<ImportProblem> Remarks => [];

    public ParsedRow Read(SheetRow row)
    {
        var at = new Place(Sheet, row.Number);
        if (Totals.IsTotal(row, KeyColumns))
            return ParsedRow.Nothing(at, RowMessages.TotalsRow());
        if (Layout.Header.Texts.Count > 1
            && Layout.Header.Texts.All(h =>
                Cell(row, h.Key)?.Text.Trim() is { } text ? Layout.Header.Cells.Any(c => c[h.Key]?.Text.Trim() == text) : h.Value.Length == 0))
            return ParsedRow.Nothing(at, RowMessages.HeadingRow());
        return Uncomputed(row) is { Count: > 0 } uncomputed ? new(at, [], [.. uncomputed.Select(RowMessages.Uncomputed)]) : Read(row, at);
    }

    /// <summary>The columns with a formula that has no value. Such a row is not read.</summary>
    public IReadOnlyList<int> Uncomputed(SheetRow row) =>
        row.Cells.Any(c => c.Uncomputed) ? [.. Columns.Where(c => row[c] is { Uncomputed: true })] : [];

    protected abstract ParsedRow Read(SheetRow row, Place at);

    /// <summary>The columns that say what a row is about, or that it is a total.</summary>
    protected abstract IEnumerable<int> KeyColumns { get; }

    protected static SheetCell? Cell(SheetRow row, int? column) => column is { } c && CellValues.Text(row[c]) is not null ? row[c] : null;

    /// <summary>A cell whose value counts once. In a merged range, only the first cell has it.</summary>
    protected static SheetCell? Once(SheetRow row, int column) =>
        row.Merged(column) is { Range: var range } && (range.FirstRow != row.Number || range.FirstColumn != column) ? null : Cell(row, column);

    /// <summary>Whether a value is merged across rows about different things, so that it belongs to none of them alone.</summary>
    protected bool IsShared(SheetRow row, int column) => row.Merged(column) is { Value: not null, Range: var range } && range.FirstRow < row.Number
        && KeyColumns.Any(k => row.Merged(k) is not { Range: var key } || key.FirstRow > range.FirstRow);

    /// <summary>The key for a cell's text: from the mapping, from the initiative's words, or the text itself if it is a key.</summary>
    protected Slug? Key(string use, string text) =>
        Mapping.Value(use, text) is { } mapped ? Slug.IsValid(mapped) ? new(mapped) : null
        : Context.Words.Find(use, text) ?? (Slug.IsValid(text) ? new(text) : use == "part" && PartWords.Parse(text) is { } word ? new Slug(word) : null);

    /// <summary>The key in an optional column. A text without a key is a problem.</summary>
    protected Slug? KeyIn(SheetRow row, int? column, string use, List<ImportProblem> problems)
    {
        if (CellValues.Text(Cell(row, column)) is not { } text)
            return null;
        var key = Key(use, text);
        if (key is null)
            problems.Add(RowMessages.KeyUnknown(column!.Value, text, use));
        return key;
    }

    /// <summary>The text in an optional column, unchanged. A garbled text is a problem.</summary>
    protected static string? WordsIn(SheetRow row, int? column, List<ImportProblem> problems)
    {
        var text = CellValues.Text(Cell(row, column));
        if (text is not null && OfficeText.Garbled(text) is { } garbled)
            problems.Add(RowMessages.Unreadable(column!.Value, garbled.ToPublicText()));
        return text;
    }

    /// <param name="otherwise">The strand of rows for which no column gives one.</param>
    protected Slug? StrandIn(SheetRow row, int? at, Slug? otherwise, List<ImportProblem> problems)
    {
        if (at is not { } column)
            return otherwise;
        if (CellValues.Text(row[column]) is not { } text)
        {
            if (otherwise is null)
                problems.Add(RowMessages.StrandMissing(column));
            return otherwise;
        }

        var strand = Key("strand", text) is { } key && Context.Words.Strands.Any(s => s.Strand == key) ? key : (Slug?)null;
        if (strand is null)
            problems.Add(RowMessages.StrandUnknown(column, text));
        return strand;
    }

    /// <summary>Totals stated in the row that are none of its sums. What is recorded are the parts, so they are told and keep nothing back.</summary>
    /// <param name="sums">More than one if the row splits the same heads by several schemes.</param>
    protected IEnumerable<ImportProblem> TotalsContradicted(SheetRow row, IReadOnlyCollection<int> sums) =>
        from column in Layout.ColumnsFor(ColumnUse.Total).Select(t => t.Column).Concat(Layout.Unmapped)
        where row.Merged(column) is null && Totals.IsSum(Layout.Header.Texts.GetValueOrDefault(column, ""))
        let cell = Once(row, column)
        where cell is { Uncomputed: false }
        let stated = CellValues.Count(cell, int.MaxValue).Value
        where stated is not null && sums.Count > 0 && !sums.Contains(stated.Value)
        select RowMessages.TotalContradicts(column, stated.Value, sums.First());

    protected static LocalTime? TimeIn(SheetRow row, int? column, List<ImportProblem> problems)
    {
        if (Cell(row, column) is not { } cell)
            return null;
        var read = CellValues.Time(cell);
        if (read.Value is null)
            problems.Add(RowMessages.Unreadable(column!.Value, read.Why!.ToPublicText()));
        return read.Value;
    }

    /// <summary>The row's number, whatever the width of its digits. It is hashed, because it may identify a person.</summary>
    protected string? NumberOf(SheetRow row, int? column) => CellValues.Text(Cell(row, column)) is { } text ? Context.Ids.Hidden(OfficeText.Key(text)) : null;

    /// <summary>A number identifies a row only within its list.</summary>
    protected string Numbered(string id) => Mapping.Numbering is { } numbering ? $"{numbering}/id/{id}" : $"id/{id}";

    /// <summary>1 for the first row that says this, 2 for the second.</summary>
    protected int Turn(string what)
    {
        var key = Context.Ids.Derive("seen", what);
        return _turns[key] = _turns.GetValueOrDefault(key) + 1;
    }
}
