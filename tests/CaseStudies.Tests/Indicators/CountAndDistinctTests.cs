using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class CountAndDistinctTests
{
    private static History TwoStrands => Opened().Given(new StrandStarted(S("garden"), T("花壇整備"), D("2025-04-01")))
        .Given(Held(1, "2025-05-10")).Given(Held(2, "2025-05-11", "garden")).Given(Held(3, "2025-06-10"));

    [Theory]
    [InlineData(MembershipDays.Counted, 0)]
    [InlineData(MembershipDays.Ever, 1)]
    public void Who_came_often_is_asked_of_the_days_counted_or_of_all_days(MembershipDays over, int people)
    {
        var often = new Distinct([Of("person_attended").By(Of("person_attended"), 2, over: over)], "person");

        Assert.Equal($"{people}人", new History()
            .Given(new InitiativeOpened(T("はち福"), [], [], [], D("2019-04-01")), new StrandStarted(S("cafe"), T("喫茶"), D("2019-04-01")))
            .Given(Held(1, "2024-05-10"), Held(2, "2025-05-10")).Given(Attended(1, 1), Attended(1, 2))
            .Compute(often, People).Shown?.Ja);
    }

    [Fact]
    public void Counts_entries_of_a_kind() =>
        Assert.Equal((FigureStatus.Computed, "3回", "3 sessions", "3 = 記録3件"), TwoStrands.Compute(CountOf("session_held"), Sessions).Told());

    [Fact]
    public void A_condition_leaves_the_others_out() =>
        Assert.Equal(("1 1", "OtherValue:strand"), TwoStrands.Compute(CountOf("session_held", ("strand", "cafe")), Sessions).Part("value"));

    [Fact]
    public void A_condition_admits_any_of_its_values() =>
        Assert.Equal("3回", TwoStrands.Compute(CountOf("session_held", ("strand", "cafe"), ("strand", "garden")), Sessions).Shown?.Ja);

    [Fact]
    public void Nothing_of_a_kind_is_a_count_of_zero() =>
        Assert.Equal((FigureStatus.Computed, "0回", "0 sessions", "0 = 記録0件"), Opened().Compute(CountOf("session_held"), Sessions).Told());

    [Fact]
    public void An_absent_member_meets_no_condition() =>
        Assert.Equal(("", "OtherValue:venue"),
            Opened().Given(Held(1, "2025-05-10")).Compute(CountOf("session_held", ("venue", "hall")), Sessions).Part("value"));

    [Fact]
    public void What_belongs_to_a_session_is_filtered_by_its_strand()
    {
        var history = TwoStrands.Given(Attended(1, 1), Attended(1, 2));

        Assert.Equal(("1", "OtherValue:strand"), history.Compute(CountOf("person_attended", ("strand", "garden")), Visits).Part("value"));
    }

    [Fact]
    public void The_same_person_at_the_same_session_is_one_visit() =>
        Assert.Equal(("1", "SameVisitTwice"), TwoStrands.Given(Attended(1, 1)).Given(Attended(1, 1)).Compute(CountOf("person_attended"), Visits).Part("value"));

    [Fact]
    public void The_same_person_at_two_sessions_is_two_visits() =>
        Assert.Equal("2人", TwoStrands.Given(Attended(1, 1), Attended(1, 3)).Compute(CountOf("person_attended"), Visits).Shown?.Ja);

    [Fact]
    public void A_person_is_counted_once_and_the_second_entry_adds_nothing()
    {
        var figure = TwoStrands.Given(Attended(1, 1), Attended(2, 1), Attended(1, 3)).Compute(PeopleIn("person_attended"), People);

        Assert.Equal((FigureStatus.Computed, "2人", "2 people", "2 = 記録3件から重複を除いた2"), figure.Told());
        Assert.Equal("1 1 0", figure.Part("value").Counted);
    }

    [Fact]
    public void A_union_of_kinds_has_one_set_of_keys()
    {
        var figure = TwoStrands.Given(Attended(1, 1), Enrolled(1, "2025-05-01"), Enrolled(2, "2025-05-01"))
            .Compute(PeopleIn("person_attended", "person_enrolled"), People);

        Assert.Equal(("2人", "1 0 1"), (figure.Shown?.Ja, figure.Part("value").Counted));
    }

    [Fact]
    public void An_entry_that_names_nobody_is_left_out_by_name() => Assert.Equal(("1", "OtherValue:person"),
        Opened().Given(Consulted("2025-05-10", 1), Consulted("2025-05-11")).Compute(PeopleIn("consultation_received"), People).Part("value"));

    [Fact]
    public void Membership_counts_only_people_who_belong()
    {
        var history = TwoStrands.Given(Attended(1, 1), Attended(2, 1), Enrolled(1, "2025-04-02"));
        var formula = new Count(Of("person_attended").By(Of("person_enrolled")));

        Assert.Equal(("1", "NotMember"), history.Compute(formula, Visits).Part("value"));
    }

    [Fact]
    public void Who_belongs_is_judged_on_all_days_up_to_the_last_that_counts()
    {
        var history = TwoStrands.Given(Attended(1, 3), Enrolled(1, "2025-04-02"), Attended(2, 3), Enrolled(2, "2025-07-01"));
        var formula = new Count(Of("person_attended").By(Of("person_enrolled")));

        Assert.Equal(("1", "NotMember"), history.Compute(formula, Visits, new(Month: new(2025, 6))).Part("value"));
    }

    [Theory]
    [InlineData(2, "1")]
    [InlineData(3, "")]
    public void Membership_may_ask_for_several_entries(int atLeast, string counted)
    {
        var history = TwoStrands.Given(Attended(1, 1), Attended(1, 3), Enrolled(1, "2025-05-01"));
        var formula = new Count(Of("person_enrolled").By(Of("person_attended"), atLeast));

        Assert.Equal(counted, history.Compute(formula, Sessions).Part("value").Counted);
    }

    [Fact]
    public void Entries_behind_a_membership_stand_in_the_derivation()
    {
        var formula = new Count(Of("person_enrolled").By(Of("consultation_received"), 2));
        var history = Opened().Given(Consulted("2025-05-10", 1), Consulted("2025-05-11", 1), Consulted("2025-05-12", 2), Consulted("2025-05-13"));

        Assert.Equal(("0 0", "TooFewVisits OtherValue:person"), history.Compute(formula, Sessions).Part("members"));
    }
}
