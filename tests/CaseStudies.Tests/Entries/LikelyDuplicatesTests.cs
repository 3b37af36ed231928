using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Entries;

/// <summary>What looks like one happening recorded twice is listed and told at the figure; what does not is not.</summary>
public sealed class LikelyDuplicatesTests
{
    public static TheoryData<string, Likeness?, InitiativeFact[]> Alike => new()
    {
        { "sessions with equal counts", Likeness.Sessions, [Held(1, "2025-05-10"), Youth(1, 7), Held(2, "2025-05-10"), Youth(2, 7)] },
        { "sessions with equal times", Likeness.Sessions, [At(1, 13), At(2, 13)] },
        { "a session that nobody counted", Likeness.Sessions, [Held(1, "2025-05-10"), Youth(1, 7), Held(2, "2025-05-10")] },
        { "sessions with other counts", null, [Held(1, "2025-05-10"), Youth(1, 7), Held(2, "2025-05-10"), Youth(2, 5)] },
        { "sessions at other times", null, [At(1, 10), At(2, 13)] },
        { "sessions of other days", null, [Held(1, "2025-05-10"), Held(2, "2025-05-11")] },
        { "activities that overlap", Likeness.Activities, [Active(10, 12), Active(11, 13)] },
        { "activities one after the other", null, [Active(10, 12), Active(12, 13)] },
        { "an activity within another, then a third", Likeness.Activities, [Active(9, 15), Active(10, 11), Active(14, 16)] },
        { "activities of two people", null, [Active(10, 12), Active(10, 12, 2)] },
        { "the same hours", Likeness.Activities, [Stated("2"), Stated("2")] },
        { "other hours", null, [Stated("2"), Stated("3")] },
        { "quantities of one day", Likeness.Quantities, [Harvest("3", "2025-07-01"), Harvest("4", "2025-07-01")] },
        { "quantities of two items", null, [Harvest("3", "2025-07-01"), Harvest("3", "2025-07-01") with { Item = S("tomato") }] },
        { "a plan announced again", Likeness.Plans, [Planned(13), Planned(13)] },
        { "plans of one day at other times", null, [Planned(10), Planned(13)] },
        { "a total beside its parts", Likeness.TotalAndParts, [Held(1, "2025-05-10"), Group("all", 12), Group("children", 8), Group("adults", 4)] },
        { "parts of which none is a total", null, [Held(1, "2025-05-10"), Group("old", 11), Group("children", 8), Group("adults", 4)] },
        {
            "a group that equals the others once and not at another session", null,
            [
                Held(1, "2025-05-10"), Group("all", 12), Group("children", 8), Group("adults", 4), Held(2, "2025-05-17"), Group("all", 5, 2),
                Group("children", 8, 2), Group("adults", 4, 2),
            ]
        },
        { "two equal groups", null, [Held(1, "2025-05-10"), Group("children", 8), Group("adults", 8)] },
        { "two equal groups and an empty one", null, [Held(1, "2025-05-10"), Group("children", 8), Group("adults", 8), Group("old", 0)] },
    };

    [Theory, MemberData(nameof(Alike))]
    public void What_is_alike_is_listed(string what, Likeness? likeness, InitiativeFact[] facts) => Assert.Equal((what, likeness),
        (what, LikelyDuplicates.In(Opened().Given(facts).Book()).Select(d => (Likeness?)d.Likeness).SingleOrDefault()));

    [Fact]
    public void A_third_activity_that_overlaps_the_longer_of_two_is_with_them() => Assert.Equal(3,
        LikelyDuplicates.In(Opened().Given(Active(9, 15), Active(10, 11), Active(14, 16)).Book()).Single().Entries.Length);

    [Fact]
    public void A_figure_that_counts_both_says_so_and_stays()
    {
        var figure = Twice().Compute(Heads(), Visits);

        Assert.Equal(("14人", 1), (figure.Shown?.Ja, figure.UnderReview));
        Assert.Equal("1 set of entries that may record the same thing twice is counted as it is (the first: 10 May 2025). "
            + "Decide on the page \"Likely duplicates\" whether they are the same.", figure.NotesIn(Language.En).Single());
    }

    [Fact]
    public void A_figure_that_counts_only_one_of_them_says_nothing()
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Group("all", 12), Group("children", 8), Group("adults", 4));

        Assert.Equal((0, 1), (history.Compute(Heads(("group", "children")), Visits).UnderReview, history.Compute(Everybody, Visits).UnderReview));
    }

    [Fact]
    public void A_total_beside_its_parts_is_told_at_a_session_that_may_itself_be_recorded_twice()
    {
        InitiativeFact[] Session(int number) =>
            [Held(number, "2025-05-10"), Group("all", 12, number), Group("children", 8, number), Group("adults", 4, number)];

        var figure = Opened().Given(Session(1)).Given(Session(2)).Compute(Everybody, Visits);

        Assert.Equal(["sessions", "total-and-parts", "total-and-parts"], figure.CountedTwice.Select(d => Kebab(d.Likeness)).Order(StringComparer.Ordinal));

        static string Kebab(Likeness likeness) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName($"{likeness}");
    }

    [Fact]
    public void A_visit_that_was_moved_counts_at_the_session_where_it_is_now()
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Held(2, "2025-05-10"), Held(3, "2025-05-17"));
        var (one, two) = (history.Record(Attended(1, 1)), history.Record(Attended(2, 2)));

        Assert.Equal(1, history.Compute(CountOf("person_attended"), Visits).UnderReview);
        history.Correct(two, Attended(2, 3));
        Assert.Equal(0, history.Compute(CountOf("person_attended"), Visits).UnderReview);
        history.Correct(one, Attended(1, 2));
        history.Correct(one, Attended(1, 3));
        Assert.Equal(0, history.Compute(CountOf("person_attended"), Visits).UnderReview);
    }

    [Fact]
    public void What_is_declared_again_is_not_counted_twice_in_whatever_it_stands()
    {
        var plan = Planned(13) with { Capacity = 20 };
        var each = new Ratio(CountOf("session_held"), new Latest(Of("session_planned", ("strand", "cafe"), ("unit", "people")), "capacity"));

        Assert.Equal(0, Opened().Given(Held(1, "2025-06-14"), plan, plan).Compute(each, EachSession).UnderReview);
    }

    /// <summary>Whether people came twice depends on whether it was twice.</summary>
    [Fact]
    public void Of_visits_of_which_two_are_needed_it_is_told_that_they_may_be_one()
    {
        var history = Opened().Given(Enrolled(1, "2025-05-01"), Held(1, "2025-05-10"), Attended(1, 1), Held(2, "2025-05-10"), Attended(1, 2));
        Formula Repeat(int visits) => new Distinct([Of("person_enrolled").By(Of("person_attended"), visits)], "person");
        Formula Continuing(int visits) => new Cohort(Of("person_enrolled"), Of("person_attended"), visits, 500, D("2025-05-11"), CohortResult.People);

        Assert.Equal([0, 1, 0, 1], new[] { Repeat(1), Repeat(2), Continuing(1), Continuing(2) }.Select(f => history.Compute(f, People).UnderReview));
    }

    [Fact]
    public void Withdrawing_the_surplus_settles_it()
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Youth(1, 7));
        history.Withdraw(history.Record(Held(2, "2025-05-10"), Youth(2, 7)));

        Assert.Equal(("7人", 0), (history.Compute(Heads(), Visits).Shown?.Ja, history.Compute(Heads(), Visits).UnderReview));
    }

    [Fact]
    public void Telling_them_apart_settles_it_until_it_is_taken_back()
    {
        var history = Twice();
        var told = history.Record(new EntriesToldApart([.. HeldIn(history)], D("2025-05-12")));

        Assert.Equal(0, history.Compute(Heads(), Visits).UnderReview);
        history.Withdraw(told);
        Assert.Equal(1, history.Compute(Heads(), Visits).UnderReview);
    }

    [Fact]
    public void Three_of_which_each_two_were_told_apart_are_settled()
    {
        var history = Twice().Given(Held(3, "2025-05-10"), Youth(3, 7));
        if (HeldIn(history).ToList() is not [var one, var two, var three])
            throw new InvalidOperationException();
        history.Record(new EntriesToldApart([one, two], D("2025-05-12")));
        history.Record(new EntriesToldApart([two, three], D("2025-05-12")));

        Assert.Single(LikelyDuplicates.In(history.Book()));
        history.Record(new EntriesToldApart([one, three], D("2025-05-12")));
        Assert.Empty(LikelyDuplicates.In(history.Book()));
    }

    [Fact]
    public void A_third_one_opens_the_question_again()
    {
        var history = Twice();
        history.Record(new EntriesToldApart([.. HeldIn(history)], D("2025-05-12")));
        history.Given(Held(3, "2025-05-10"), Youth(3, 7));

        Assert.Equal(3, LikelyDuplicates.In(history.Book()).Single().Entries.Length);
    }

    [Fact]
    public void Only_entries_in_force_can_be_told_apart()
    {
        var history = Twice();
        var sessions = HeldIn(history).ToList();
        history.Withdraw(sessions[1]);

        Assert.Equal(["told-apart-alone", "told-apart-alone", "entry-unknown", "entry-not-in-force"],
            new[] { [sessions[0]], [sessions[0], sessions[0]], [sessions[0], new(new Guid(99, 0, 0, new byte[8]))], sessions }.Select(entries =>
                history.Decide(new RecordFacts(history.NextCommand(), [new EntriesToldApart([.. entries], D("2025-05-12"))])).Refusal?.Code));
    }

    [Fact]
    public void Two_phones_that_agree_are_no_contradiction()
    {
        var history = OneSession(7).Given(Youth(1, 7));

        var figure = history.Compute(Heads(), Visits);

        Assert.Equal((FigureStatus.Computed, "7人", "7 = 7", ("7", "SaidTwice")),
            (figure.Status, figure.Shown?.Ja, figure.Derivation.Arithmetic?.Ja, figure.Part("value")));
        Assert.Empty(Conflicts.In(history.Book()));
    }

    [Fact]
    public void Two_that_agree_and_a_third_that_does_not_are_one()
    {
        var history = OneSession(7).Given(Youth(1, 7), Youth(1, 5));

        Assert.Equal((FigureStatus.Contested, 1), (history.Compute(Heads(), Visits).Status, Conflicts.In(history.Book()).Length));
    }

    private static Sum Everybody => new(Of("participants_counted", ("scheme", "audience"), ("unit", "people")), "count");

    private static History Twice() => Opened().Given(Held(1, "2025-05-10"), Youth(1, 7)).Given(Held(2, "2025-05-10"), Youth(2, 7));

    private static IEnumerable<EntryId> HeldIn(History history) => history.Book().OfKind("session_held").Select(e => e.Id);

    private static SessionHeld At(int session, int start) => Held(session, "2025-05-10") with { Start = new(start, 0), End = new(start + 2, 0) };

    private static ParticipantsCounted Group(string group, int count, int session = 1) => new(Session(session), S("audience"), S(group), count);

    private static ActivityLogged Active(int start, int end, int person = 1) =>
        new(P(person), S("visiting"), D("2025-06-09"), Start: new LocalTime(start, 0), End: new LocalTime(end, 0));

    private static ActivityLogged Stated(string hours) => new(P(1), S("visiting"), D("2025-06-09"), Quantity.Parse(hours));

    private static SessionPlanned Planned(int start) => new(S("cafe"), D("2025-06-14"), new LocalTime(start, 0));
}
