using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

public sealed class EntryBookTests
{
    private static readonly ParticipantsCounted s_four = new(Session(1), S("audience"), S("youth"), 4);

    /// <summary>Versions 1–3 open and hold, 4 counts four, 5 corrects to five, 6 withdraws.</summary>
    private static readonly History s_history = Whole();

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, 4)]
    [InlineData(5, 5)]
    [InlineData(6, null)]
    public void A_count_is_what_was_in_force_at_the_frontier(int frontier, int? count) =>
        Assert.Equal(count, s_history.Book(frontier).InForce<ParticipantsCounted>().SingleOrDefault()?.Count);

    [Fact]
    public void A_pause_announced_for_later_has_not_happened()
    {
        var history = Opened();
        history.Given(new SessionHeld(Session(1), S("cafe"), D("2026-03-20"))).Given(new StrandPaused(S("cafe"), D("2026-08-01"), D("2026-08-31")));

        Assert.Equal(D("2026-03-20"), history.Book().LastDay);
    }

    [Fact]
    public void The_last_day_is_none_of_what_was_withdrawn()
    {
        var history = Opened();
        history.Withdraw(history.Record(new SessionHeld(Session(1), S("cafe"), D("2026-03-20"))));

        Assert.Equal((D("2025-04-01"), null), (history.Book().LastDay, new History().Book().LastDay));
    }

    [Fact]
    public void Every_revision_keeps_its_interval() => Assert.Equal(
        [(1, 4, 5, true, ReasonCode.Miscounted), (2, 5, (int?)6, false, ReasonCode.EnteredByMistake)],
        s_history.Book().OfKind("participants_counted").Select(e => (e.Revision, e.KnownFrom, e.KnownTo, e.Superseded, e.ClosedBy!.Code)));

    [Fact]
    public void What_is_known_later_does_not_close_it_earlier() =>
        Assert.Equal((null, null), s_history.Book(4).OfKind("participants_counted").Select(e => (e.KnownTo, e.ClosedBy)).Single());

    [Fact]
    public void Each_frontier_equals_the_fold_of_the_prefix() => Assert.All(Enumerable.Range(0, s_history.Version + 1), frontier =>
        Assert.Equal(EntryBook.AsKnown(s_history.Rows.Take(frontier)).Entries, s_history.Book(frontier).Entries));

    [Fact]
    public void The_order_of_the_rows_does_not_matter() => Assert.Equal(s_history.Book().Entries, EntryBook.AsKnown(s_history.Rows.Reverse()).Entries);

    [Fact]
    public void A_whole_relation_has_no_problems() => Assert.Empty(s_history.Book().Problems);

    [Fact]
    public void An_empty_relation_is_an_empty_book() => Assert.Equal((0, 0, 0), Counts(EntryBook.AsKnown([])));

    [Fact]
    public void A_gap_is_a_problem() =>
        Assert.Equal(["The entries table lacks version 3."], EntryBook.AsKnown(s_history.Rows.Where(r => r.Version != 3)).Problems);

    [Fact]
    public void A_relation_that_lags_behind_the_frontier_is_a_problem() =>
        Assert.Equal(["The entries table lacks version 7."], s_history.Book(8).Problems);

    [Fact]
    public void A_missing_beginning_is_a_problem() => Assert.Contains("The entries table lacks version 1.", EntryBook.AsKnown(s_history.Rows.Skip(1)).Problems);

    [Fact]
    public void A_row_twice_is_a_problem() => Assert.NotEmpty(EntryBook.AsKnown([.. s_history.Rows, s_history.Rows[1]]).Problems);

    [Fact]
    public void Closing_what_was_never_opened_is_a_problem() => Assert.Equal(
        [$"Event 7 (entry_withdrawn) closes entry {new EntryId(Guid.Empty)}, which is not in force."],
        EntryBook.AsKnown(s_history.Rows.Append(Row(7, new EntryWithdrawn(new(Guid.Empty), new(ReasonCode.Other))))).Problems);

    [Fact]
    public void Opening_what_is_in_force_is_a_problem()
    {
        var again = s_history.Rows[0] with { Version = 7 };

        Assert.Equal([$"Event 7 (initiative_opened) opens entry {again.Opens}, which is in force already."],
            EntryBook.AsKnown(s_history.Rows.Append(again)).Problems);
    }

    [Fact]
    public void An_event_that_cannot_be_read_is_a_problem_from_its_version_on()
    {
        var rows = s_history.Rows.Append(EntryRow.Unreadable(7, Start, "session_dreamt", "unknown")).ToList();

        Assert.Equal((0, "Event 7 (session_dreamt) cannot be read: unknown"),
            (EntryBook.AsKnown(rows, 6).Problems.Length, EntryBook.AsKnown(rows).Problems.Single()));
    }

    [Fact]
    public void An_event_without_its_version_is_refused() =>
        Assert.Throws<ArgumentException>(() => Row(0, s_four));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    [InlineData(59, 3)]
    [InlineData(60, 4)]
    [InlineData(600, 6)]
    public void The_frontier_of_an_instant_is_the_last_version_recorded_by_then(int minutes, int version) =>
        Assert.Equal(version, EntryBook.FrontierAt(s_history.Rows, Start.Plus(Duration.FromMinutes(minutes))));

    [Fact]
    public void Facts_of_a_session_that_moved_happened_on_its_new_day()
    {
        var history = Opened();
        var session = history.Record(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        history.Given(s_four).Correct(session, new SessionHeld(Session(1), S("cafe"), D("2025-06-10")));

        Assert.Equal((D("2025-05-10"), D("2025-06-10")), (history.Book(4).OccurredOn(s_four), history.Book().OccurredOn(s_four)));
    }

    [Fact]
    public void Facts_of_a_withdrawn_session_happened_on_no_day()
    {
        var history = Opened();
        var session = history.Record(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        history.Given(s_four).Withdraw(session);

        Assert.Null(history.Book().OccurredOn(s_four));
    }

    private static History Whole()
    {
        var history = Opened().Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        history.Now = Start.Plus(Duration.FromHours(1));
        var entry = history.Record(s_four);
        history.Now = Start.Plus(Duration.FromHours(2));
        history.Correct(entry, s_four with { Count = 5 });
        history.Withdraw(entry);
        return history;
    }

    private static EntryRow Row(int version, InitiativeEvent body) =>
        EntryRow.FromEvent(new(version, new(new("staff-1"), Start, null, new(new Guid(version, 9, 0, new byte[8])), 0, Provenance.Http), body));

    private static (int, int, int) Counts(EntryBook book) => (book.Frontier, book.Entries.Length, book.Problems.Length);
}
