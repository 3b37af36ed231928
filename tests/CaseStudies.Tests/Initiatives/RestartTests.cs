using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

/// <summary>A strand that ended starts again: it then has several runs.</summary>
public sealed class RestartTests
{
    private static readonly StrandEnded s_end = new(S("cafe"), D("2025-06-30"));
    private static readonly StrandStarted s_again = new(S("cafe"), T("新しい喫茶"), D("2025-10-01"));

    /// <summary>Ran from April to June, and again since October.</summary>
    private static History Restarted => Opened().Given(s_end).Given(s_again);

    [Fact]
    public void A_strand_that_ended_may_start_again_and_end_again() =>
        Assert.Null(Record(Restarted, s_end with { On = D("2025-12-31") }, s_again with { On = D("2026-02-01") }).Refusal);

    [Theory]
    [InlineData("2025-06-30", null)]
    [InlineData("2025-07-01", "strand-not-running")]
    [InlineData("2025-09-30", "strand-not-running")]
    [InlineData("2025-10-01", null)]
    public void Sessions_are_held_in_a_run_and_not_between(string on, string? refusal) =>
        Assert.Equal(refusal, Record(Restarted, new SessionHeld(Session(1), S("cafe"), D(on))).Refusal?.Code);

    [Theory]
    [InlineData("2025-05-01")]
    [InlineData("2025-06-30")]
    [InlineData("2025-11-01")]
    public void A_strand_does_not_start_while_it_runs(string on) =>
        Assert.Equal("strand-exists", Record(Restarted, s_again with { On = D(on) }).Refusal?.Code);

    [Theory]
    [InlineData("2025-08-15", "strand-not-running")]
    [InlineData("2025-05-31", "strand-not-running")]
    [InlineData("2025-10-01", null)]
    public void A_strand_ends_only_while_it_runs(string on, string? refusal) =>
        Assert.Equal(refusal, Record(Restarted, s_end with { On = D(on) }).Refusal?.Code);

    [Theory]
    [InlineData("2025-07-01", null)]
    [InlineData("2025-06-30", "strand-exists")]
    public void A_start_is_corrected_to_a_day_after_the_end_before_it(string on, string? refusal)
    {
        var history = Opened().Given(s_end);
        var again = history.Record(s_again);

        Assert.Equal(refusal, Correct(history, again, s_again with { On = D(on) }).Refusal?.Code);
    }

    [Theory]
    [InlineData("2025-09-30", null)]
    [InlineData("2025-10-01", "strand-exists")]
    [InlineData("2025-03-31", "occurred-before-opening")]
    public void An_end_is_corrected_to_a_day_before_the_next_start(string on, string? refusal)
    {
        var history = Opened();
        var end = history.Record(s_end);

        Assert.Equal(refusal, Correct(history.Given(s_again), end, s_end with { On = D(on) }).Refusal?.Code);
    }

    [Fact]
    public void An_end_carries_the_next_start_and_a_start_its_end()
    {
        var history = Opened();
        var (end, again) = (history.Record(s_end), history.Record(s_again));
        Assert.Equal("entry-is-foundation", Withdraw(history, end).Refusal?.Code);
        var last = history.Record(s_end with { On = D("2025-12-31") });

        Assert.Equal(["entry-is-foundation", "entry-is-foundation", null], new[] { end, again, last }.Select(e => Withdraw(history, e).Refusal?.Code));
    }

    [Fact]
    public void Withdrawn_from_the_last_to_the_first_they_are_as_before()
    {
        var history = Opened();
        var (end, again) = (history.Record(s_end), history.Record(s_again));

        history.Withdraw(again);
        Assert.Equal("strand-not-running", Record(history, new SessionHeld(Session(1), S("cafe"), D("2025-11-01"))).Refusal?.Code);
        history.Withdraw(end);

        Assert.Null(Record(history, new SessionHeld(Session(1), S("cafe"), D("2025-08-01"))).Refusal);
        Assert.Equal("strand-exists", Record(history, s_again).Refusal?.Code);
    }

    private static readonly string[] s_days = ["2025-05-31", "2025-06-15", "2025-10-15", "2025-11-01", "2026-02-01"];

    [Fact]
    public void A_corrected_run_keeps_its_place_among_the_others()
    {
        var history = Restarted.Given(s_end with { On = D("2025-12-31") }).Given(s_again with { On = D("2026-02-01") });
        var (ends, starts) = (Entries<StrandEnded>(history), Entries<StrandStarted>(history));

        history.Correct(ends[0], s_end with { On = D("2025-05-31") });
        history.Correct(starts[1], s_again with { On = D("2025-11-01") });

        Assert.Equal(["2025-05-31", "2025-11-01", "2026-02-01"],
            s_days.Where(on => Record(history, new SessionHeld(Session(1), S("cafe"), D(on))).Refusal?.Code != "strand-not-running"));
    }

    [Fact]
    public void Undoing_the_restart_and_undoing_that_bring_it_back()
    {
        var history = Opened().Given(s_end, s_again);
        var undone = history.Undo(history.Events[^1].Provenance.Command);
        Assert.Equal("strand-exists", Record(history, s_again).Refusal?.Code);

        history.Undo(undone);

        Assert.Null(Record(history, new SessionHeld(Session(1), S("cafe"), D("2025-11-01"))).Refusal);
        Assert.Equal("strand-not-running", Record(history, new SessionHeld(Session(1), S("cafe"), D("2025-08-01"))).Refusal?.Code);
    }

    [Fact]
    public void A_strand_that_starts_again_may_have_another_name() =>
        Assert.Equal("新しい喫茶", new Domain.Indicators.Terms(Restarted.Book()).Find("strand", "cafe").Ja);

    private static List<EntryId> Entries<T>(History history) where T : InitiativeFact =>
        [.. history.Book().Listed().Where(e => e.InForce && e.Fact is T).Select(e => e.Id)];

    private static Decision Record(History history, params InitiativeFact[] facts) => history.Decide(new RecordFacts(history.NextCommand(), [.. facts]));

    private static Decision Correct(History history, EntryId entry, InitiativeFact replacement) =>
        history.Decide(new CorrectEntry(history.NextCommand(), entry, replacement, new(ReasonCode.WrongDate)));

    private static Decision Withdraw(History history, EntryId entry) =>
        history.Decide(new WithdrawEntry(history.NextCommand(), entry, new(ReasonCode.EnteredByMistake)));
}
