using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>The entries of an initiative as tables: all of them in words, and one table per kind with its members.</summary>
internal sealed class EntryTables
{
    private readonly EntryBook _book;
    private readonly Organisation _organisation;
    private readonly EntryText _text;
    private readonly Language _language;
    private readonly DateTimeZone _zone;
    private readonly Period? _days;
    private readonly string? _kind;

    /// <param name="days">Null for all days. Entries without a day are always included.</param>
    /// <param name="kind">Null for all kinds.</param>
    public EntryTables(InitiativeView view, Period? days, string? kind, Language language)
    {
        (_book, _text, _language, _zone) = (view.Book, new(view.Book), language, InitiativeHeader.FromView(view).Zone);
        _organisation = view.OrganisationDetails;
        (_days, _kind) = (days, kind);
        Count = days is null ? _book.Listed(kind).Count : Entries(kind).Count();
    }

    public int Count { get; }

    /// <summary>Every revision of every entry, followed by the events that cannot be read, so that no row is missing unnoticed.</summary>
    /// <remarks>
    /// Behind the columns in words stand those for programs, whose names have a dot and are the same in every language. Every figure can be computed from them.
    /// </remarks>
    public SheetTable Overview()
    {
        ExportColumn[] columns =
        [
            new(Say("発生日", "occurred"), e => _text.Day(e.Fact), SheetColumnKind.Date),
            new(Say("種類", "kind"), e => Names.OfKind(e.Kind).In(_language)),
            new(Say("内容", "content"), e => CellText.Fitting(_text.Describe(e.Fact).In(_language), _language), width: 60),
            .. Standing(),
            new(Say("記録日時", "recorded at"), e => e.RecordedAt, SheetColumnKind.Instant),
            new(Say("記録者", "recorded by"), e => e.By.Value),
            new(Say("入力経路", "source"), e => FactNames.OfSource(e.Source).In(_language)),
            new(Say("取り込み", "import"), e => e.Origin?.Import.ToString()),
            new(Say("シート", "sheet"), e => e.Origin is { } origin ? origin.Sheet : default(SheetValue), SheetColumnKind.Number),
            new(Say("行", "row"), e => e.Origin is { } origin ? origin.Row : default(SheetValue), SheetColumnKind.Number),
            new(Say("非公開の文章(保管場所)", "private texts (storage ids)"), Private),
            .. Identity(),
            new("entry.id", e => e.Id.ToString()),
            new("entry.kind", e => e.Kind),
            new("entry.inForce", e => e.InForce ? "true" : "false"),
            new("entry.closedBy", e => e.ClosedBy is { } reason ? Kebab.FromEnum(reason.Code) : null),
            new("entry.knownFrom", e => e.KnownFrom, SheetColumnKind.Number),
            new("entry.source", e => e.Source),
        ];
        var facts = new FactColumns(KindsThatOccur(), _language);
        var unread = _book.Problems.Select(p => Row(columns.Length + facts.Heads.Length, (1, Say("読めない記録", "cannot be read")), (2, p)));
        return SheetTable.FromRows(Say("すべての記録", "All entries"), [.. columns.Select(c => c.Head), .. facts.Heads],
            Entries(_kind).Select(e => (SheetValue[])[.. Row(columns, e), .. facts.Cells(e)]).Concat(unread), _zone);
    }

    /// <summary>One table per kind that occurs, with a column for each member.</summary>
    public IEnumerable<SheetTable> Kinds() => KindsThatOccur().Select(kind =>
    {
        var entries = Entries(kind);
        ExportColumn[] columns =
        [
            new(Say("発生日", "occurred"), e => _text.Day(e.Fact), SheetColumnKind.Date),
            .. new MemberColumns(entries, _book, _text, _organisation.IsErased, _language).ForFact(InitiativeEventCatalogue.Facts[kind].Type),
            .. Standing(),
            .. Identity(),
        ];
        return SheetTable.FromRows(Names.OfKind(kind).In(_language), [.. columns.Select(c => c.Head)], entries.Select(e => Row(columns, e)), _zone);
    });

    /// <summary>Taken one by one from the shared book each time: many may export it at once.</summary>
    private IEnumerable<Entry> Entries(string? kind) => _days is null ? _book.Listed(kind) : _book.Listed(kind).Where(e => Within(_days, _text.Day(e.Fact)));

    private IEnumerable<string> KindsThatOccur() =>
        _book.Kinds.Where(k => (_kind is null || k == _kind) && Entries(k).Any()).Order(StringComparer.Ordinal);

    private IEnumerable<ExportColumn> Standing() =>
    [
        new(Say("有効", "in force"), e => e.InForce ? Say("有効", "yes") : Say("無効", "no")),
        new(Say("記録の状態", "state of the entry"), e => EntryLine.StateOf(e).In(_language)),
        new(Say("改訂", "revision"), e => e.Revision, SheetColumnKind.Number),
    ];

    private IEnumerable<ExportColumn> Identity() =>
    [
        new(Say("有効になった版", "known from version"), e => e.KnownFrom, SheetColumnKind.Number),
        new(Say("無効になった版", "known to version"), e => e.KnownTo is { } to ? to : default(SheetValue), SheetColumnKind.Number),
        new(Say("記録ID", "entry"), e => e.Id.ToString()),
        new(Say("操作ID", "command"), e => e.Command?.ToString()),
        new(Say("記録の版", "entry version"), e => e.Version, SheetColumnKind.Number),
    ];

    private SheetValue Private(Entry entry)
    {
        var gone = _organisation.IsErased(entry.Fact) ? FactNames.Erased.In(_language) : null;
        var places = InitiativeEventCatalogue.ShapeOf(entry.Fact).PlacesOf(entry.Fact)
            .Select(t => $"{MemberNames.Describe(t.Member).In(_language)}: {gone ?? t.Place.Vault.ToString()}").ToList();
        return places.Count == 0 ? default(SheetValue) : string.Join("; ", places);
    }

    private static SheetValue[] Row(ExportColumn[] columns, Entry entry) => Array.ConvertAll(columns, c => c.FromEntry(entry));

    private static SheetValue[] Row(int length, params (int At, SheetValue Value)[] filled)
    {
        var row = new SheetValue[length];
        foreach (var (at, value) in filled)
            row[at] = value;
        return row;
    }

    private static bool Within(Period days, LocalDate? day) => day is null || (day >= days.From && day <= days.To);

    private string Say(string ja, string en) => _language == Language.Ja ? ja : en;
}
