using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests;

/// <summary>The vocabulary of the tests: a stream built act by act through the real decisions, and what follows from it.</summary>
internal sealed class History
{
    public static readonly Instant Start = Instant.FromUtc(2026, 4, 1, 0, 0);

    private readonly List<StoredEvent> _events = [];
    private int _commands;

    public Initiative? State { get; private set; }
    public Instant Now { get; set; } = Start;

    /// <summary>The time that the device claims for the acts to come; null for none.</summary>
    public Instant? CapturedAt { get; set; }

    public IReadOnlyList<StoredEvent> Events => _events;
    public IReadOnlyList<EntryRow> Rows => [.. _events.Select(EntryRow.FromEvent)];
    public int Version => _events.Count;

    public static PublicText T(string text) => new(text, text);
    public static LocalDate D(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
    public static Slug S(string key) => new(key);
    public static PersonId P(int number) => new($"p-{number:x8}");
    public static SessionId Session(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>Opened on 2025-04-01 with one strand, <c>cafe</c>.</summary>
    public static History Opened() => new History()
        .Given(new InitiativeOpened(T("はち福"), [T("居場所")], [T("若者")], [T("福生市")], D("2025-04-01")))
        .Given(new StrandStarted(S("cafe"), T("ふれあい喫茶"), D("2025-04-01")));

    public CommandId NextCommand() => new(new Guid(++_commands, 1, 0, new byte[8]));

    /// <summary>One accepted act.</summary>
    public History Given(params InitiativeFact[] facts)
    {
        Record(facts);
        return this;
    }

    /// <summary>An event as an older version of the program stored it, by rules that may have changed since.</summary>
    public History GivenStored(string storedName, string body)
    {
        Store(InitiativeEventCatalogue.Read(storedName, body), NextCommand(), 0, null);
        return this;
    }

    /// <summary>One accepted act; the entry that its first fact opens.</summary>
    public EntryId Record(params InitiativeFact[] facts)
    {
        var command = NextCommand();
        Accept(new RecordFacts(command, [.. facts]));
        return EntryId.ForCommand(command, 0);
    }

    public void Correct(EntryId entry, InitiativeFact replacement) => Accept(new CorrectEntry(NextCommand(), entry, replacement, new(ReasonCode.Miscounted)));

    public CommandId Change(params EntryChange[] changes) => Accepted(new ChangeEntries(NextCommand(), [.. changes], new(ReasonCode.WrongSession)));

    public CommandId Undo(CommandId act) => Accepted(new UndoAct(NextCommand(), act, new(ReasonCode.EnteredByMistake)));

    public ImportId Begin()
    {
        var import = new ImportId(NextCommand().Value);
        Accept(new BeginImport(NextCommand(), import, new(new string('a', 64))));
        return import;
    }

    public void Complete(ImportId import) => Accept(new CompleteImport(NextCommand(), import));

    public void Abandon(ImportId import) => Accept(new AbandonImport(NextCommand(), import, new(ReasonCode.EnteredByMistake)));

    public CommandId UndoImport(ImportId import) => Accepted(new UndoImport(NextCommand(), import, new(ReasonCode.EnteredByMistake)));

    /// <summary>An accepted act of an import; the entry that its first fact opens.</summary>
    public EntryId Import(ImportId import, params InitiativeFact[] facts) =>
        EntryId.ForCommand(Accepted(new RecordFacts(NextCommand(), [.. facts]), import), 0);

    public void ImportCorrection(ImportId import, EntryId entry, InitiativeFact replacement) =>
        Accept(new CorrectEntry(NextCommand(), entry, replacement, new(ReasonCode.LateInformation)), import);

    public void Withdraw(EntryId entry) => Accept(new WithdrawEntry(NextCommand(), entry, new(ReasonCode.EnteredByMistake)));

    public Decision Decide(InitiativeCommand command, ImportId? import = null) =>
        InitiativeDecisions.Decide(State, command, LookedUp.For(command, Rows) with { Import = import }, Now);

    /// <param name="asked">The day of the question, at its beginning; null where the whole period has passed.</param>
    public EntryBook Book(int? frontier = null, string? asked = null) => EntryBook.AsKnown(Rows, frontier,
        asked is null ? null : D(asked).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ToInstant());

    public Figure Compute(Formula formula, Show show, When? when = null, Slug? target = null, int? frontier = null) =>
        Figures.Compute(new(S("figure"), 1, new(T("figure"), formula, show, when, target)), Book(frontier), Domain.Indicators.Period.FiscalYear(2025));

    private CommandId Accepted(InitiativeCommand command, ImportId? import = null)
    {
        Accept(command, import);
        return command.Command;
    }

    private void Accept(InitiativeCommand command, ImportId? import = null) => Assert.Null(Take(command, import));

    /// <summary>An act that the rules may refuse.</summary>
    public bool TryAccept(InitiativeCommand command, ImportId? import = null) => Take(command, import) is null;

    private Refusal? Take(InitiativeCommand command, ImportId? import)
    {
        var decision = Decide(command, import);
        foreach (var (index, e) in decision.Events.Index())
            Store(e, command.Command, index, import);
        return decision.Refusal;
    }

    private void Store(InitiativeEvent e, CommandId command, int index, ImportId? import)
    {
        var stored = new StoredEvent(_events.Count + 1,
            new(new("staff-1"), InitiativeDecisions.RecordedAt(State, Now), CapturedAt, command, index, Provenance.Http,
                import is { } i ? new(i, 1, 1) : null), e);
        _events.Add(stored);
        State = Initiative.Evolve(State, stored);
    }
}
