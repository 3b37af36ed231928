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
    public IReadOnlyList<StoredEvent> Events => _events;
    public IReadOnlyList<EntryRow> Rows => [.. _events.Select(EntryRow.Of)];
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

    /// <summary>One accepted act; the entry that its first fact opens.</summary>
    public EntryId Record(params InitiativeFact[] facts)
    {
        var command = NextCommand();
        Accept(new RecordFacts(command, [.. facts]));
        return EntryId.Of(command, 0);
    }

    public void Correct(EntryId entry, InitiativeFact replacement) => Accept(new CorrectEntry(NextCommand(), entry, replacement, new(ReasonCode.Miscounted)));

    public void Withdraw(EntryId entry) => Accept(new WithdrawEntry(NextCommand(), entry, new(ReasonCode.EnteredByMistake)));

    public Decision Decide(InitiativeCommand command) => InitiativeDecisions.Decide(State, command, Context(command), Now);

    public EntryBook Book(int? frontier = null) => EntryBook.AsKnown(Rows, frontier);

    public Figure Compute(Formula formula, Show show, When? when = null, Slug? target = null, int? frontier = null) =>
        Figures.Compute(new(S("figure"), 1, new(T("figure"), formula, show, when, target)), Book(frontier), Domain.Indicators.Period.FiscalYear(2025));

    private void Accept(InitiativeCommand command)
    {
        var decision = Decide(command);
        Assert.Null(decision.Refusal);
        foreach (var (index, e) in decision.Events.Index())
        {
            var stored = new StoredEvent(_events.Count + 1, new(new("staff-1"), InitiativeDecisions.RecordedAt(State, Now), null, command.Command, index, Provenance.Http), e);
            _events.Add(stored);
            State = Initiative.Evolve(State, stored);
        }
    }

    private DecisionContext Context(InitiativeCommand command)
    {
        var book = Book();
        var id = command switch { CorrectEntry c => c.Entry, WithdrawEntry w => w.Entry, _ => (EntryId?)null };
        var last = book.Entries.LastOrDefault(e => e.Id == id);
        return new(
            last is null ? null : new(last.Id, last.KnownFrom, last.InForce, last.Fact),
            [.. InitiativeDecisions.SessionsNamed(command).Where(s => book.Session(s) is not null)]);
    }
}
