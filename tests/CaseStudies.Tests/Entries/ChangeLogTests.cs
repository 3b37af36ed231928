using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

/// <summary>The relation told as changes.</summary>
public sealed class ChangeLogTests
{
    private static readonly SessionHeld s_session = new(Session(1), S("cafe"), D("2025-05-10"));

    private static ParticipantsCounted Count(int count, int session = 1) => new(Session(session), S("audience"), S("youth"), count);

    private static List<LoggedChange> Last(History history, int number = 1) => [.. ChangeLog.FromRows(history.Rows).TakeLast(number)];

    [Fact]
    public void A_fact_comes_from_nothing_on_its_sessions_day()
    {
        var history = Opened().Given(s_session).Given(Count(3));
        var change = Last(history).Single();
        Assert.Equal((ChangeKind.Recorded, null, Count(3), null, D("2025-05-10")), (change.What, change.Before, change.After, change.OnBefore, change.OnAfter));
        Assert.Equal((4, 4, "participants_counted", new SubjectId("staff-1"), null), (change.Version, change.Event, change.Kind, change.By, change.Reason));
    }

    [Fact]
    public void A_correction_goes_from_what_stood_to_what_stands_with_its_reason()
    {
        var history = Opened().Given(s_session).Given(s_session with { Session = Session(2), On = D("2025-06-10") });
        var count = history.Record(Count(3));
        history.Change(new EntryChange(count, Count(4, 2)));
        var change = Last(history).Single();
        Assert.Equal((ChangeKind.Corrected, Count(3), Count(4, 2), D("2025-05-10"), D("2025-06-10"), ReasonCode.WrongSession),
            (change.What, change.Before, change.After, change.OnBefore!.Value, change.OnAfter!.Value, change.Reason!.Code));
    }

    [Fact]
    public void A_withdrawal_goes_to_nothing_and_its_undoing_comes_back_from_nothing()
    {
        var history = Opened().Given(s_session);
        var count = history.Record(Count(3));
        history.Undo(history.Change(new EntryChange(count)));
        Assert.Equal([(ChangeKind.Withdrawn, Count(3), null), (ChangeKind.Reinstated, (InitiativeFact?)null, Count(3))],
            Last(history, 2).Select(c => (c.What, (InitiativeFact?)c.Before, (InitiativeFact?)c.After)));
    }

    [Theory]
    [InlineData("2025-06-10", "cafe", true)]
    [InlineData("2025-05-10", "garden", true)]
    [InlineData("2025-05-10", "cafe", false)]
    public void What_stands_on_a_session_is_carried_where_the_session_moves(string on, string strand, bool carried)
    {
        var history = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));
        var session = history.Record(s_session);
        var count = history.Record(Count(3));
        history.Correct(session, s_session with { On = D(on), Strand = S(strand), Title = T("会") });
        Assert.Equal(carried ? [count] : [], Last(history).Single().Carried);
    }

    [Fact]
    public void A_count_of_a_session_that_has_gone_still_has_its_day()
    {
        var history = Opened();
        var session = history.Record(s_session);
        var count = history.Record(Count(3));
        history.Withdraw(session);
        Assert.Equal([count], Last(history).Single().Carried);
        history.Withdraw(count);
        Assert.Equal(D("2025-05-10"), Last(history).Single().OnBefore);
    }

    [Fact]
    public void The_rows_of_a_file_come_into_force_with_its_completion()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Given(Count(4));
        Assert.Equal([(6, 6)], Last(history).Select(c => (c.Version, c.Event)));
        history.Complete(import);
        var change = Last(history).Single();
        Assert.Equal((7, 5, Provenance.Http, new Origin(import, 1, 1)), (change.Version, change.Event, change.Source, change.Origin));
    }

    [Fact]
    public void Of_an_abandoned_file_nothing_is_told()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Abandon(import);
        Assert.Equal(s_session, Last(history).Single().After);
    }

    /// <summary>An independent reading: the last change of each entry against the book, at every version of random histories.</summary>
    [Fact]
    public void The_changes_lead_to_what_the_book_holds()
    {
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var rows = Product.Rows(new DrawnHistory(seed).Happenings);
            foreach (var frontier in Enumerable.Range(0, rows.Count + 1).Where(f => f % 5 == 0 || f == rows.Count))
            {
                var book = EntryBook.AsKnown(rows, frontier);
                if (!book.Problems.IsEmpty)
                    continue;
                var changes = ChangeLog.FromRows(rows, frontier).ToList();
                var known = rows.Where(r => r.Version <= frontier).ToList();
                var completed = known.Where(r => r.Kind == EntryRow.ImportCompleted).Select(r => r.Origin!.Import).ToHashSet();
                var undone = known.Where(r => r.Kind == EntryRow.ImportUndone).Select(r => r.Version).ToHashSet();
                Assert.Equal(known.Count(r => !r.IsOfImportItself && (r.Origin is null || completed.Contains(r.Origin.Import))),
                    changes.Count(c => !undone.Contains(c.Version)));
                Assert.Equal(
                    book.Entries.Where(e => e.InForce).Select(e => (e.Id, e.Fact, e.KnownFrom)).OrderBy(e => e.KnownFrom).ThenBy(e => e.Id.Value),
                    changes.GroupBy(c => c.Entry!.Value).Select(g => g.Last()).Where(c => c.After is not null)
                        .Select(c => (c.Entry!.Value, c.After!, c.Version)).OrderBy(c => c.Version).ThenBy(c => c.Item1.Value));
                Assert.All(changes.GroupBy(c => c.Entry), g => Assert.All(g.Zip(g.Skip(1)), p => Assert.Same(p.First.After, p.Second.Before)));
            }
        }
    }
}
