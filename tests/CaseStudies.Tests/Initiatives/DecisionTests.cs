using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

public sealed class DecisionTests
{
    private static readonly SessionHeld s_held = new(Session(1), S("cafe"), D("2025-05-10"));
    private static readonly ParticipantsCounted s_youth = new(Session(1), S("audience"), S("youth"), 4);
    private static readonly ParticipantsCounted s_elders = new(Session(1), S("audience"), S("residents"), 9);

    [Fact]
    public void The_first_act_opens_the_initiative_and_may_go_on()
    {
        InitiativeFact[] facts = [new InitiativeOpened(T("はち福"), [], [], [], D("2025-04-01")), new StrandStarted(S("cafe"), T("喫茶"), D("2025-04-01"))];

        Assert.Equal(facts, Events(new History(), facts));
    }

    [Fact]
    public void A_session_and_its_counts_are_one_act() =>
        Assert.Equal<InitiativeEvent>([s_held, s_youth, s_elders], Events(Opened(), s_held, s_youth, s_elders));

    [Fact]
    public void Counts_before_their_session_in_one_act_are_refused_as_a_whole() =>
        Assert.Equal("session-unknown", Record(Opened(), s_youth, s_held).Refusal?.Code);

    [Fact]
    public void A_refusal_says_which_fact_of_the_act_it_is_about() =>
        Assert.Equal("/facts/2", Record(Opened(), s_held, s_youth, s_elders with { Count = -1 }).Refusal?.At);

    [Fact]
    public void A_refused_correction_points_at_the_replacement_and_a_lost_race_at_nothing()
    {
        var history = Opened().Given(s_held);
        var entry = history.Record(s_youth);

        Assert.Equal("/replacement",
            history.Decide(new CorrectEntry(history.NextCommand(), entry, s_youth with { Count = -1 }, new(ReasonCode.Miscounted), 4)).Refusal?.At);
        Assert.Null(history.Decide(new CorrectEntry(history.NextCommand(), entry, s_youth with { Count = 5 }, new(ReasonCode.Miscounted), 3)).Refusal?.At);
    }

    [Fact]
    public void Of_several_changes_the_refusal_says_which()
    {
        var history = Opened().Given(s_held);
        var (youth, elders) = (history.Record(s_youth), history.Record(s_elders));
        Refusal? Changed(params EntryChange[] changes) =>
            history.Decide(new ChangeEntries(history.NextCommand(), [.. changes], new(ReasonCode.Miscounted))).Refusal;

        Assert.Equal("/changes/1/replacement", Changed(new(youth, s_youth with { Count = 5 }), new(elders, s_elders with { Count = -1 }))?.At);
        Assert.Equal("/changes/1", Changed(new(youth), new(youth))?.At);
    }

    [Fact]
    public void A_session_is_announced_up_to_five_years_ahead() =>
        Assert.Null(Record(Opened(), new SessionPlanned(S("cafe"), D("2031-04-01"))).Refusal);

    [Fact]
    public void A_count_of_zero_is_a_fact() =>
        Assert.Equal<InitiativeEvent>([s_youth with { Count = 0 }], Events(Opened().Given(s_held), s_youth with { Count = 0 }));

    [Fact]
    public void The_largest_count_is_accepted() =>
        Assert.Null(Record(Opened().Given(s_held), s_youth with { Count = ParticipantsCounted.MaximumCount }).Refusal);

    [Fact]
    public void A_rival_count_is_accepted_and_settled_later() => Assert.Equal<InitiativeEvent>(
        [s_youth with { Count = 6 }], Events(Opened().Given(s_held, s_youth), s_youth with { Count = 6 }));

    [Fact]
    public void A_correction_is_one_event_with_the_replacement_in_full()
    {
        var history = Opened().Given(s_held);
        var entry = history.Record(s_youth);

        var decision = history.Decide(new CorrectEntry(history.NextCommand(), entry, s_youth with { Count = 5 }, new(ReasonCode.Miscounted), 4));

        Assert.Equal<InitiativeEvent>([new EntryCorrected(entry, s_youth with { Count = 5 }, new(ReasonCode.Miscounted))], decision.Events);
    }

    [Fact]
    public void A_withdrawal_is_one_event()
    {
        var history = Opened();
        var entry = history.Record(s_held);

        var decision = history.Decide(new WithdrawEntry(history.NextCommand(), entry, new(ReasonCode.Duplicate), 3));

        Assert.Equal<InitiativeEvent>([new EntryWithdrawn(entry, new(ReasonCode.Duplicate))], decision.Events);
    }

    [Fact]
    public void A_session_id_is_free_again_once_its_entry_is_withdrawn()
    {
        var history = Opened();
        history.Withdraw(history.Record(s_held));

        Assert.Null(Record(history, s_held).Refusal);
    }

    [Fact]
    public void A_count_cannot_be_corrected_while_its_session_is_withdrawn()
    {
        var history = Opened();
        var session = history.Record(s_held);
        var count = history.Record(s_youth);
        history.Withdraw(session);

        Assert.Equal("session-unknown", history.Decide(new CorrectEntry(history.NextCommand(), count, s_elders, new(ReasonCode.WrongGroup))).Refusal?.Code);
    }

    [Fact]
    public void A_session_may_move_to_another_day_by_correction()
    {
        var history = Opened();
        var session = history.Record(s_held);
        history.Given(s_youth);

        history.Correct(session, s_held with { On = D("2025-06-01") });

        Assert.Equal(D("2025-06-01"), history.Book().OccurredOn(s_youth));
    }

    [Fact]
    public void The_opening_may_be_corrected()
    {
        var history = Opened();

        history.Correct(EntryId.ForCommand(new(new Guid(1, 1, 0, new byte[8])), 0), new InitiativeOpened(T("はち福"), [], [], [], D("2024-04-01")));

        Assert.Equal(D("2024-04-01"), history.State?.OpenedOn);
    }

    [Fact]
    public void A_strand_cannot_be_made_to_start_after_its_end()
    {
        var history = Opened().Given(new StrandEnded(S("cafe"), D("2025-09-30")));

        var decision = history.Decide(new CorrectEntry(history.NextCommand(), EntryId.ForCommand(new(new Guid(2, 1, 0, new byte[8])), 0),
            new StrandStarted(S("cafe"), T("喫茶"), D("2025-10-01")), new(ReasonCode.WrongDate)));

        Assert.Equal("ends-before-it-begins", decision.Refusal?.Code);
    }

    [Fact]
    public void An_end_withdrawn_lets_the_strand_run_on()
    {
        var history = Opened();
        history.Withdraw(history.Record(new StrandEnded(S("cafe"), D("2025-09-30"))));

        Assert.Null(Record(history, s_held with { On = D("2025-12-01") }).Refusal);
    }

    [Fact]
    public void The_last_day_of_a_strand_may_have_a_session() =>
        Assert.Null(Record(Opened().Given(new StrandEnded(S("cafe"), D("2025-09-30"))), s_held with { On = D("2025-09-30") }).Refusal);

    [Fact]
    public void The_month_of_the_opening_may_be_confirmed_empty()
    {
        var history = new History().Given(new InitiativeOpened(T("はち福"), [], [], [], D("2025-04-15")), new StrandStarted(S("cafe"), T("喫茶"), D("2025-04-15")));

        Assert.Null(Record(history, new MonthConfirmedEmpty(S("cafe"), D("2025-04-01"))).Refusal);
    }

    [Fact]
    public void Today_is_decided_in_the_time_zone_of_the_initiative()
    {
        var history = Opened();
        history.Now = Instant.FromUtc(2026, 4, 1, 15, 0);

        Assert.Null(Record(history, s_held with { On = D("2026-04-02") }).Refusal);
    }

    [Fact]
    public void A_pause_may_be_announced() =>
        Assert.Null(Record(Opened(), new StrandPaused(S("cafe"), D("2026-08-01"), D("2026-08-31"))).Refusal);

    [Fact]
    public void What_is_aimed_at_may_be_older_than_the_initiative() =>
        Assert.Null(Record(Opened(), new TargetSet(S("visits"), Comparison.AtLeast, 120, D("2025-03-01"), Unit: S("people"))).Refusal);

    [Fact]
    public void A_fact_is_never_recorded_before_its_predecessor()
    {
        var history = Opened();
        history.Now = Start.Minus(Duration.FromHours(1));

        history.Given(s_held);

        Assert.Equal(Start, history.Events[^1].Provenance.RecordedAt);
    }

    [Fact]
    public void Deciding_does_not_change_what_it_decides_upon()
    {
        var history = Opened();
        var before = history.State;

        Record(history, s_held, s_youth);

        Assert.Same(before, history.State);
    }

    [Fact]
    public void Evolving_never_throws_even_where_deciding_would_refuse()
    {
        var repeated = new SurveyIntroduced(S("mood"), 1, T("調査"), [new(S("a"), T("問"), []), new(S("a"), T("問"), [new(S("yes"), T("はい"))])], D("2025-04-10"));
        var stored = new StoredEvent(3, new(new("staff-1"), Start, null, new(Guid.Empty), 0, Provenance.Http), repeated);

        Assert.NotNull(Initiative.Evolve(Opened().State, stored).Instrument(S("mood"), 1));
    }

    private static Decision Record(History history, params InitiativeFact[] facts) => history.Decide(new RecordFacts(history.NextCommand(), [.. facts]));

    private static ImmutableArray<InitiativeEvent> Events(History history, params InitiativeFact[] facts) => Record(history, facts).Events;
}
