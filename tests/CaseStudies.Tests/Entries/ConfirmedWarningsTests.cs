using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.Entries.WarningsTests;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Entries;

/// <summary>A confirmation settles a warning about entries that are right, for as long as they say what they said.</summary>
public sealed class ConfirmedWarningsTests
{
    [Fact]
    public void Confirmed_it_is_settled_until_that_is_taken_back_or_the_entry_says_something_else()
    {
        var history = Opened().Given(Counts(Usual)).Given(Held(9, "2025-07-10"));
        var count = history.Record(Youth(9, 120));
        var confirmed = history.Record(new EntriesConfirmed(Slip.UnusualCount, [count], D("2025-07-11")));
        Assert.Empty(Told(history));

        history.Withdraw(confirmed);
        Assert.Single(Told(history));

        history.Given(new EntriesConfirmed(Slip.UnusualCount, [count], D("2025-07-11")));
        history.Correct(count, Youth(9, 1200));
        Assert.Single(Told(history));

        history.Correct(count, Youth(9, 120));
        Assert.Empty(Told(history));
        history.Correct(count, Youth(9, 12));
        Assert.Empty(Told(history));
    }

    [Fact]
    public void Another_slip_of_the_same_entry_is_not_confirmed_with_it()
    {
        var history = Opened().Given(Closed);
        var (one, two) = (history.Record(Held(1, "2025-06-10")), history.Record(Held(2, "2025-06-10")));
        history.Given(new EntriesConfirmed(Slip.SecondSession, [one, two], D("2025-07-11")));

        Assert.Equal(Slip.AfterClosing, Told(history).Single().Slip);
    }

    [Fact]
    public void One_confirmation_must_name_all_of_them()
    {
        var history = Opened();
        var (one, two) = (history.Record(Worked("13")), history.Record(Worked("14")));
        history.Given(new EntriesConfirmed(Slip.LongDay, [one], D("2025-07-11")), new EntriesConfirmed(Slip.LongDay, [two], D("2025-07-11")));
        Assert.Single(Told(history));

        history.Given(new EntriesConfirmed(Slip.LongDay, [one, two], D("2025-07-11")));
        Assert.Empty(Told(history));
        history.Given(Worked("1"));
        Assert.Single(Told(history));
    }

    [Fact]
    public void Attendances_after_leaving_are_confirmed_one_by_one_with_the_departure()
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Held(2, "2025-05-17"));
        var left = history.Record(Left(1, "2025-05-09"));
        var first = history.Record(Attended(1, 1));
        history.Given(new EntriesConfirmed(Slip.AfterLeaving, [left, first], D("2025-07-11")));
        Assert.Empty(Told(history));

        var second = history.Record(Attended(1, 2));
        Assert.Equal([left, second], Warnings.In(history.Book()).Single().Entries.Select(e => e.Id));
        history.Correct(left, Left(1, "2025-05-08"));
        Assert.Equal(3, Warnings.In(history.Book()).Single().Entries.Length);
    }

    [Fact]
    public void Only_entries_in_force_can_be_confirmed_each_once()
    {
        var history = Opened();
        var (one, two) = (history.Record(Held(1, "2025-05-10")), history.Record(Held(2, "2025-05-10")));
        history.Withdraw(two);

        Assert.Equal(["nothing-confirmed", "nothing-confirmed", "entry-unknown", "entry-not-in-force", null],
            new EntryId[][] { [], [one, one], [new(new Guid(99, 0, 0, new byte[8]))], [one, two], [one] }.Select(entries => history.Decide(
                new RecordFacts(history.NextCommand(), [new EntriesConfirmed(Slip.SecondSession, [.. entries], D("2025-05-12"))])).Refusal?.Code));
    }

    [Fact]
    public void A_session_and_its_confirmation_can_come_in_one_act()
    {
        var history = Opened().Given(Closed);
        var closing = Warnings.In(history.Book());
        var command = history.NextCommand();

        Assert.Empty(closing);
        Assert.Null(history.Decide(new RecordFacts(command,
            [Held(1, "2025-06-10"), new EntriesConfirmed(Slip.AfterClosing, [EntryId.ForCommand(command, 0)], D("2025-07-11"))])).Refusal);
    }

    [Fact]
    public void A_decision_is_no_happening_and_moves_no_report()
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        history.Given(new EntriesConfirmed(Slip.SecondSession, [history.Record(Held(2, "2025-05-10"))], D("2026-04-01")));

        Assert.Equal(D("2025-05-10"), history.Book().LastDay);
    }
}
