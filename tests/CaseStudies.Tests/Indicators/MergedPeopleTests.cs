using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class MergedPeopleTests
{
    private static History TwoIds => Opened().Given(Held(1, "2025-05-10")).Given(Held(2, "2025-05-17"))
        .Given(Attended(1, 1), Attended(2, 2), Attended(3, 2));

    [Fact]
    public void Two_ids_are_one_person_on_all_days()
    {
        var figure = TwoIds.Given(Merged(1, 2)).Compute(PeopleIn("person_attended"), People);

        Assert.Equal(("2人", ("1 0 1", ""), ("0", "")), (figure.Shown?.Ja, figure.Part("value"), figure.Part("merged")));
    }

    [Fact]
    public void Merges_are_followed() =>
        Assert.Equal("1人", TwoIds.Given(Merged(1, 2)).Given(Merged(2, 3)).Compute(PeopleIn("person_attended"), People).Shown?.Ja);

    [Fact]
    public void The_same_person_at_one_session_is_one_visit()
    {
        var figure = TwoIds.Given(Merged(3, 2)).Compute(CountOf("person_attended"), Visits);

        Assert.Equal(("2人", ("1 1", "SameVisitTwice")), (figure.Shown?.Ja, figure.Part("value")));
    }

    [Fact]
    public void A_withdrawn_merge_parts_them_again()
    {
        var history = TwoIds;
        history.Withdraw(history.Record(Merged(1, 2)));

        Assert.Equal("3人", history.Compute(PeopleIn("person_attended"), People).Shown?.Ja);
    }

    [Fact]
    public void What_names_nobody_does_not_show_merges() =>
        Assert.DoesNotContain(TwoIds.Given(Merged(1, 2)).Compute(CountOf("session_held"), Sessions).Derivation.Parts, p => p.Role == "merged");

    [Fact]
    public void A_circle_blocks()
    {
        var history = TwoIds;
        var entry = history.Record(Merged(1, 2));
        history.Given(Merged(3, 1));
        var row = new StoredEvent(history.Version + 1, history.Events[^1].Provenance,
            new EntryCorrected(entry, new PeopleMerged(P(3), P(2), D("2025-09-01")), new(ReasonCode.WrongPerson)));
        var circle = new StoredEvent(history.Version + 2, history.Events[^1].Provenance with { Index = 1 }, new PeopleMerged(P(2), P(3), D("2025-09-01")));
        var book = Domain.Entries.EntryBook.AsKnown([.. history.Rows, Domain.Entries.EntryRow.FromEvent(row), Domain.Entries.EntryRow.FromEvent(circle)]);

        Assert.Equal(FigureStatus.Blocked,
            Figures.Compute(new(S("f"), 1, new(T("f"), PeopleIn("person_attended"), People)), book, Period.FiscalYear(2025)).Status);
    }
}
