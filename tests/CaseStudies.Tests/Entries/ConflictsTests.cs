using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

public sealed class ConflictsTests
{
    private static ParticipantsCounted Count(int count, int session = 1, string group = "youth", string? part = null) =>
        new(Session(session), S("audience"), S(group), count, HeadUnit.People, part is null ? null : S(part));

    private static History Held() =>
        Opened().Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10"))).Given(new SessionHeld(Session(2), S("cafe"), D("2025-05-03")));

    [Fact]
    public void Counts_of_the_same_session_scheme_group_and_part_are_one_conflict_by_day()
    {
        var history = Held();
        var (a, b, c) = (history.Record(Count(3)), history.Record(Count(4)), history.Record(Count(4)));
        var (d, e) = (history.Record(Count(1, 2)), history.Record(Count(2, 2)));
        history.Given(Count(5, group: "adults")).Given(Count(6, part: "evening")).Given(Count(7, 2, "adults"));

        var conflicts = Conflicts.In(history.Book());

        Assert.Equal([D("2025-05-03"), D("2025-05-10")], conflicts.Select(x => x.On));
        Assert.Equal([[d, e], [a, b, c]], conflicts.Select(x => x.Entries.Select(r => r.Id)));
    }

    [Fact]
    public void What_is_withdrawn_or_whose_session_is_gone_contradicts_nothing()
    {
        var history = Held();
        var session = history.Record(new SessionHeld(Session(3), S("cafe"), D("2025-05-11")));
        history.Given(Count(3, 3)).Given(Count(4, 3)).Given(Count(1));
        history.Withdraw(history.Record(Count(2)));
        Assert.Single(Conflicts.In(history.Book()));
        history.Withdraw(session);
        Assert.Empty(Conflicts.In(history.Book()));
        Assert.Single(Conflicts.In(history.Book(history.Version - 1)));
    }

    [Fact]
    public void Tallies_and_answers_given_twice_are_conflicts_too_whoever_turns_out_to_be_one_person()
    {
        var history = Opened()
            .Given(new SurveyIntroduced(S("wellbeing"), 1, T("?"), [new(S("alone"), T("?"), [new(S("never"), T("never")), new(S("often"), T("often"))])],
                D("2025-04-01")));
        history.Given(Tally(9)).Given(Tally(8)).Given(Answer(1)).Given(Answer(2)).Given(Answer(null)).Given(Answer(null));
        Assert.Equal(["survey_tallied"], Conflicts.In(history.Book()).Select(c => c.Kind));
        history.Given(new PeopleMerged(P(1), P(2), D("2025-06-02")));
        Assert.Equal(["survey_response_recorded", "survey_tallied"], Conflicts.In(history.Book()).Select(c => c.Kind));

        static SurveyTallied Tally(int respondents) =>
            new(S("wellbeing"), 1, S("before"), D("2025-06-01"), respondents, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty);

        static SurveyResponseRecorded Answer(int? person) => new(
            S("wellbeing"), 1, S("before"), D("2025-06-01"),
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("alone", S("never"))]), person is { } p ? P(p) : null);
    }

    [Theory]
    [InlineData("2025-09-28", 1)]
    [InlineData("2025-09-29", 0)]
    [InlineData("2026-03-30", 0)]
    public void A_wave_that_comes_again_is_no_conflict_once_it_is_more_than_180_days_later(string again, int conflicts)
    {
        var history = Opened().Given(new SurveyIntroduced(S("wellbeing"), 1, T("?"), [], D("2025-04-01")));
        history.Given(Answer("2025-04-01")).Given(Tally("2025-04-01"));

        history.Given(Answer(again)).Given(Tally(again));

        Assert.Equal(conflicts * 2, Conflicts.In(history.Book()).Length);
        Assert.Equal((conflicts == 1 ? FigureStatus.Contested : FigureStatus.Computed, conflicts == 1 ? "9人" : "18人"),
            history.Compute(new Sum(new("survey_tallied", Where("instrument", "wellbeing").Add("wave", ["before"])), "respondents"),
                new(Counted.Responses, T("人"))) is var f ? (f.Status, f.Shown?.Ja) : default);

        static ImmutableSortedDictionary<string, ImmutableArray<string>> Where(string dimension, string value) =>
            ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(dimension, [value]);
        static SurveyResponseRecorded Answer(string on) =>
            new(S("wellbeing"), 1, S("before"), D(on), ImmutableSortedDictionary<string, Slug>.Empty, P(1));
        static SurveyTallied Tally(string on) =>
            new(S("wellbeing"), 1, S("before"), D(on), 9, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty);
    }

    [Fact]
    public void Answers_that_follow_each_other_closely_are_of_one_round()
    {
        var history = Opened().Given(new SurveyIntroduced(S("wellbeing"), 1, T("?"), [], D("2025-04-01")));
        string[] days = ["2025-04-01", "2026-03-01", "2025-07-01", "2025-10-01"];
        var entries = days.Select(on => history.Record(
            new SurveyResponseRecorded(S("wellbeing"), 1, S("before"), D(on), ImmutableSortedDictionary<string, Slug>.Empty, P(1)))).ToList();

        Assert.Equal([entries], Conflicts.In(history.Book()).Select(c => c.Entries.Select(e => e.Id)));
        history.Withdraw(entries[3]);
        Assert.Equal([[entries[0], entries[2]]], Conflicts.In(history.Book()).Select(c => c.Entries.Select(e => e.Id)));
    }

    [Fact]
    public void A_sum_is_contested_exactly_where_there_is_a_conflict()
    {
        var history = Held().Given(Count(3)).Given(Count(4));
        Assert.Equal(FigureStatus.Contested, Sum(history));
        var rival = Conflicts.In(history.Book()).Single().Entries[1];
        history.Correct(rival.Id, ((ParticipantsCounted)rival.Fact) with { Part = S("evening") });
        Assert.Empty(Conflicts.In(history.Book()));
        Assert.Equal(FigureStatus.Computed, Sum(history));

        static FigureStatus Sum(History history) => history.Compute(
            new Sum(new("participants_counted",
                ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("scheme", ["audience"]).Add("unit", ["people"])), "count"),
            new(Counted.Attendances, T("人"))).Status;
    }
}
