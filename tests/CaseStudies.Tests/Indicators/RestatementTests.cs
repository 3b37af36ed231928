using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>What a closed year said, and what was done to it since.</summary>
public sealed class RestatementTests
{
    private static readonly SessionHeld s_session = Held(1, "2025-05-10");

    private static readonly SurveyIntroduced s_survey = new(S("lonely"), 1, T("孤独"),
        [new(S("q1"), T("問1"), [new(S("never"), T("ない"), 1), new(S("often"), T("ある"), 3)])], D("2024-04-01"));

    private static readonly TermDefined s_before = new(S("wave"), S("before"), T("前"), D("2024-04-01"));

    private static PeriodMarked Mark(PeriodState state, ReasonCode? cause = null) =>
        new(state, D("2025-04-01"), D("2026-03-31"), D("2026-04-01"), cause);

    private static IndicatorAdopted Adopted(Formula formula, Show show, When? when = null, string? target = null, params Against[] against) =>
        new(S("figure"), new(T("数値"), formula, show, when, target is null ? null : S(target), Against: [.. against]), D("2024-04-01"));

    private static SurveyResponseRecorded Answered(string wave, string answer, string on) => new(
        S("lonely"), 1, S(wave), D(on), ImmutableSortedDictionary<string, Slug>.Empty.Add("q1", S(answer)), P(1));

    /// <summary>Opened in 2024, with these facts.</summary>
    private static History Old(params InitiativeFact[] facts) => facts.Aggregate(
        new History().Given(new InitiativeOpened(T("はち福"), [], [], [], D("2024-04-01"))).Given(new StrandStarted(S("cafe"), T("喫茶"), D("2024-04-01"))),
        (history, fact) => history.Given(fact));

    private static History Closed(History history) => history.Given(Mark(PeriodState.InReview)).Given(Mark(PeriodState.Closed));

    private static ClosedPeriods Told(History history, int? frontier = null) => ClosedPeriods.FromHistory(EntryHistory.FromRows(history.Rows), frontier);

    private static Restatements Since(History history) => Told(history) is var told ? told.Since(told.Closings[^1], history.Now) : null!;

    private static IEnumerable<int> Versions(IEnumerable<ListedChange> changes) => changes.Select(c => c.Change.Version);

    [Fact]
    public void What_is_about_other_days_restates_nothing()
    {
        var history = Closed(Opened().Given(s_session).Given(Youth(1, 3)));
        history.Now = Start + Duration.FromDays(60);
        history.Given(Held(2, "2026-04-02")).Given(Youth(2, 9));
        Assert.Empty(Since(history).Changes);
    }

    [Fact]
    public void A_late_fact_a_correction_and_a_withdrawal_restate()
    {
        var history = Opened().Given(s_session);
        var (count, other) = (history.Record(Youth(1, 3)), history.Record(new MilestoneReached(S("card"), T("証"), D("2025-07-01"))));
        Closed(history).Given(Youth(1, 1, "door"));
        history.Correct(count, Youth(1, 4));
        history.Withdraw(other);
        Assert.Equal([ChangeKind.Recorded, ChangeKind.Corrected, ChangeKind.Withdrawn], Since(history).Changes.Select(c => c.Change.What));
    }

    [Fact]
    public void What_is_moved_out_of_the_period_restates_it_and_what_moves_beside_it_does_not()
    {
        var history = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));
        history.Now = Start + Duration.FromDays(60);
        var session = history.Record(s_session);
        var closed = Closed(history).Version;
        history.Correct(session, s_session with { On = D("2026-04-10") });
        history.Correct(session, s_session with { On = D("2026-04-11") });
        Assert.Equal([closed + 1], Versions(Since(history).Changes));
    }

    /// <summary>Acts about days outside of the period that change its figure all the same, each with what had been recorded before.</summary>
    public static TheoryData<string> FromOutside => ["earlier wave", "later leaving", "year before", "window", "member ever", "from the beginning", "name"];

    [Theory]
    [MemberData(nameof(FromOutside))]
    public void What_changes_a_figure_of_the_period_from_outside_restates_it(string what)
    {
        var (history, act) = Outside(what);
        var closed = Closed(history).Version;
        history.Given(act);

        var (told, version) = (Told(history), history.Version);
        var (listed, since) = (told.Since(told.Closings[0], history.Now), told.ByAct(version, version).Single());
        Assert.Equal([version], Versions(listed.Changes));
        Assert.Equal(S("figure"), listed.Figures.Single().Indicator);
        Assert.Equal(listed.Changes, since.Changes);
        Assert.Equal(listed.Figures.Single().To, since.Figures.Single().To);
        Assert.Equal([new RestatedPeriod(D("2025-04-01"), D("2026-03-31"), 1, 1)], told.RestatedBy(version, version));
        Assert.Equal([new RestatedPeriod(D("2025-04-01"), D("2026-03-31"), 1)], told.RestatedBy(listed.Changes[0].Change));
        Assert.Equal(closed + 1, version);
    }

    private static (History Before, InitiativeFact Act) Outside(string what)
    {
        var summer = Instant.FromUtc(2026, 7, 10, 0, 0);
        return what switch
        {
            "earlier wave" => (Old(s_survey, Answered("after", "often", "2025-06-01"), s_before, Adopted(
                new PairedChange(Of("survey_response_recorded", ("instrument", "lonely")), [S("q1")], S("before"), S("after"), ChangeResult.Risen), People)),
                Answered("before", "never", "2024-06-01")),
            "later leaving" => (At(summer, Old(Enrolled(1, "2025-05-01"), s_session, Attended(1, 1), Adopted(
                new Cohort(Of("person_enrolled"), Of("person_attended"), 1, 500, D("2026-06-30"), CohortResult.People), People))), Left(1, "2026-05-01")),
            "year before" => (Old(s_session, Adopted(CountOf("session_held"), Sessions, against: new Against(AgainstWhat.YearBefore))), Held(2, "2024-05-10")),
            "window" => (At(summer, Old(Held(1, "2026-03-20"), Adopted(
                CountOf("session_held"), Sessions, new When(Since: Of("session_held"), ForDays: 30)))), Held(2, "2026-04-10")),
            "member ever" => (Old(s_session, Attended(1, 1), Held(2, "2024-05-10"), Adopted(
                new Distinct([Of("person_attended").By(Of("person_attended"), 2)], "person"), People)), Attended(1, 2)),
            "from the beginning" => (Old(s_session, Adopted(CountOf("session_held"), Sessions, new When(To: D("2026-03-31")))), Held(2, "2024-05-10")),
            "name" => (At(summer, Old(Linked("city", "2025-06-01"), Adopted(
                new Listed([Of("partner_linked")], "partner"), new(Counted.Organisations, new("団体", "organisations"))))),
                Linked("city", "2026-05-01") with { Name = T("市役所") }),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        static History At(Instant now, History history)
        {
            history.Now = now;
            return history;
        }
    }

    [Fact]
    public void What_was_taken_back_stays_in_the_list()
    {
        var (history, act) = Outside("earlier wave");
        var closed = Closed(history).Version;
        history.Withdraw(history.Record(act));
        Assert.Equal([closed + 1, closed + 2], Versions(Since(history).Changes));
        Assert.Empty(Since(history).Figures);
    }

    [Fact]
    public void Before_the_cut_off_nobody_was_told_a_figure_and_a_leaving_restates_nothing()
    {
        var (history, act) = Outside("later leaving");
        history.Now = Instant.FromUtc(2026, 5, 2, 0, 0);
        Closed(history).Given(act);
        Assert.Empty(Since(history).Changes);

        history.Now = Instant.FromUtc(2026, 7, 1, 0, 0);
        var since = Since(history);
        Assert.Empty(since.Changes);
        Assert.Equal((FigureStatus.NoData, "0人"), (since.Figures.Single().From!.Status, since.Figures.Single().To!.Shown!.Ja));
        Assert.Contains("まだ来ていない", since.Figures.Single().NotesGone.Single().Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_people_who_are_one_restate_every_closed_period()
    {
        var history = Closed(Opened());
        history.Given(Merged(1, 2) with { On = D("2026-04-01") });
        Assert.Single(Since(history).Changes);
    }

    [Fact]
    public void Of_an_act_only_what_the_altered_figure_can_look_at_is_listed()
    {
        var (history, act) = Outside("earlier wave");
        history.Now = Instant.FromUtc(2026, 7, 10, 0, 0);
        var closed = Closed(history).Version;
        history.Given(Held(7, "2026-06-01"), act, Youth(7, 4));
        Assert.Equal([closed + 2], Versions(Since(history).Changes));
    }

    [Fact]
    public void Closings_are_numbered_and_each_keeps_its_list_for_ever()
    {
        var history = Closed(Opened().Given(s_session));
        var closed = history.Version;
        history.Given(Youth(1, 1, "morning")).Given(Mark(PeriodState.Reopened, ReasonCode.LateInformation)).Given(Youth(1, 2, "noon"));
        Closed(history).Given(Youth(1, 3, "night"));

        var told = Told(history);
        Assert.Equal([(1, closed, closed + 2), (2, closed + 5, null)], told.Closings.Select(c => (c.Number, c.Version, c.Reopened?.Version)));
        Assert.Equal(
            [(closed + 1, ListedAs.Restatement, 1), (closed + 3, ListedAs.Revision, null), (closed + 6, ListedAs.Restatement, 2)],
            told.ChangesSince(told.Closings[0]).Select(c => (c.Change.Version, c.As, c.During)));
        Assert.Equal([(closed + 6, ListedAs.Restatement, 2)], told.ChangesSince(told.Closings[1]).Select(c => (c.Change.Version, c.As, c.During)));
        Assert.Equal([1], told.RestatedBy(closed + 1, closed + 1).Select(r => r.Closing));
        Assert.Empty(told.RestatedBy(closed + 3, closed + 3));
        Assert.Equal([2], told.RestatedBy(closed + 6, closed + 6).Select(r => r.Closing));
        // As known before, the first closing still stood.
        Assert.Null(Told(history, closed + 1).Closings.Single().Reopened);
    }

    [Fact]
    public void A_file_is_one_act_from_its_completion_on()
    {
        var (history, act) = Outside("earlier wave");
        Closed(history);
        var import = history.Begin();
        history.Import(import, act);
        history.Import(import, Held(8, "2025-07-01"));
        Assert.Empty(Since(history).Changes);
        history.Complete(import);
        Assert.Equal([history.Version, history.Version], Versions(Since(history).Changes));
        Assert.Equal(2, Told(history).RestatedBy(history.Version, history.Version).Single().Changes);
    }
}
