using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Some were counted, some were recorded by name, and nobody knows whether these are among the counted.</summary>
public sealed class OverlapTests
{
    private const string Note =
        "At the session on 10 May 2025, it is unknown whether the 2 people recorded by name are among the 5 counted, so there is a range.";

    private static readonly Distinct s_people = new([Of("person_attended")], "person", Of("participants_counted", ("scheme", "audience"), ("unit", "people")));

    private static ParticipantsCounted Unclear(int session, int count, string? part = null) =>
        Youth(session, count, part) with { Overlap = NamedOverlap.Unknown };

    private static History Two => Opened().Given(Held(1, "2025-05-10")).Given(Attended(1, 1), Attended(2, 1));

    [Fact]
    public void A_sum_lies_between_the_larger_number_and_both_together()
    {
        var figure = Two.Given(Unclear(1, 5)).Compute(Heads(), Visits);

        Assert.Equal((FigureStatus.Computed, "5〜7人", "5–7 people", "5–7 = 5 + 0–2"), figure.Told());
        Assert.Equal((Note, "0 0"), (figure.NotesIn(Language.En).Single(), figure.Part("named").Counted));
    }

    [Fact]
    public void More_named_than_counted_raise_the_lower_bound() =>
        Assert.Equal((FigureStatus.Computed, "2〜3人", "2–3 people", "2–3 = 1 + 1–2"), Two.Given(Unclear(1, 1)).Compute(Heads(), Visits).Told());

    [Fact]
    public void Where_nobody_was_named_or_the_count_includes_them_the_sum_is_a_point() => Assert.Equal(["5人", "5人"],
        new[] { Opened().Given(Held(1, "2025-05-10")).Given(Unclear(1, 5)), Two.Given(Youth(1, 5)) }.Select(h => h.Compute(Heads(), Visits).Shown?.Ja));

    [Fact]
    public void One_person_recorded_twice_or_under_two_ids_comes_on_top_once() => Assert.Equal("5〜6人",
        Two.Given(Attended(2, 1)).Given(Merged(1, 2)).Given(Unclear(1, 5)).Compute(Heads(), Visits).Shown?.Ja);

    [Fact]
    public void Of_a_part_of_the_heads_it_is_unknown_whether_anybody_named_belongs_to_it()
    {
        var history = Two.Given(Unclear(1, 1, "morning"), Youth(1, 4, "evening"));

        Assert.Equal(["5〜7人", "1〜3人"],
            new[] { Heads(), Heads(("part", "morning")) }.Select(f => history.Compute(f, Visits).Shown?.Ja));
    }

    [Fact]
    public void Rivals_widen_the_range_and_contest_it() => Assert.Equal((FigureStatus.Contested, "4〜8人"),
        Two.Given(Unclear(1, 4)).Given(Unclear(1, 6)).Compute(Heads(), Visits) is var f ? (f.Status, f.Shown?.Ja) : default);

    [Fact]
    public void The_same_number_of_heads_with_and_without_the_named_is_a_contradiction() => Assert.Equal(FigureStatus.Contested,
        Two.Given(Unclear(1, 5)).Given(Youth(1, 5)).Compute(Heads(), Visits).Status);

    [Theory]
    [InlineData(5, "5〜7人")]
    [InlineData(1, "2〜3人")]
    public void Different_people_are_at_least_the_larger_number_and_at_most_both_together(int heads, string shown)
    {
        var figure = Two.Given(Unclear(1, heads)).Compute(s_people, People);

        Assert.Equal((FigureStatus.Computed, shown), (figure.Status, figure.Shown?.Ja));
        Assert.Contains("it is unknown whether the 2 people recorded by name are among", figure.NotesIn(Language.En).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_note_on_heads_without_a_name_gives_both_bounds() => Assert.Equal(
        "At 1 session on the days counted, 3–5 heads have no name and are not in this figure.",
        Two.Given(Unclear(1, 5)).Compute(PeopleIn("person_attended"), People).NotesIn(Language.En).Single());

    [Fact]
    public void Session_by_session_each_has_its_own_range()
    {
        var figure = Two.Given(Unclear(1, 5)).Given(Held(2, "2025-05-17")).Given(Youth(2, 3))
            .Compute(new PerSession(Heads(), Of("session_held"), Take.Range), EachSession);

        Assert.Equal((FigureStatus.Computed, new FigureValue(3, 7)), (figure.Status, figure.Value));
    }

    [Fact]
    public void Only_a_headcount_of_people_can_say_it() => Assert.Equal("overlap-of-other-unit",
        Two.Decide(new RecordFacts(new(Guid.NewGuid()), [Unclear(1, 5) with { Unit = HeadUnit.Pairs }])).Refusal?.Code);
}
