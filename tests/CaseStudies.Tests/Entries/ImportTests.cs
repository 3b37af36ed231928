using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

/// <summary>What an import says comes into force when it is completed, all together, or never.</summary>
public sealed class ImportTests
{
    private static readonly SessionHeld s_session = new(Session(1), S("cafe"), D("2025-05-10"));

    private static ParticipantsCounted Count(int count, int session = 1) => new(Session(session), S("audience"), S("youth"), count);

    private static IEnumerable<int> Counts(EntryBook book) => book.InForce<ParticipantsCounted>().Select(c => c.Count);

    [Fact]
    public void Nothing_is_in_force_before_the_completion_and_everything_after()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Import(import, Count(4));
        Assert.Empty(Counts(history.Book()));
        Assert.Equal((import, 2), (history.Book().Pending.Single().Import, history.Book().Pending.Single().Rows));
        history.Complete(import);
        Assert.Equal([3, 4], Counts(history.Book()));
        Assert.Equal([(5, 7), (6, 7)], history.Book().OfKind("participants_counted").Select(e => (e.Version, e.KnownFrom)));
        Assert.Empty(Counts(history.Book(frontier: 6)));
    }

    [Fact]
    public void What_was_abandoned_was_never_in_force()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Abandon(import);
        Assert.Empty(history.Book().OfKind("participants_counted"));
        Assert.Empty(history.Book().Pending);
        Assert.Empty(history.Book().Problems);
    }

    [Fact]
    public void Its_corrections_wait_too_and_hold_the_entry_until_then()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var import = history.Begin();
        history.ImportCorrection(import, entry, Count(8));
        Assert.Equal([3], Counts(history.Book()));
        Assert.Equal("entry-pending", history.Decide(new WithdrawEntry(history.NextCommand(), entry, new(ReasonCode.Other))).Refusal?.Code);
        history.Complete(import);
        Assert.Equal([8], Counts(history.Book()));
        history.Withdraw(entry);
        Assert.Empty(Counts(history.Book()));
    }

    [Fact]
    public void An_abandoned_correction_lets_go()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var import = history.Begin();
        history.ImportCorrection(import, entry, Count(8));
        history.Abandon(import);
        history.Correct(entry, Count(4));
        Assert.Equal([4], Counts(history.Book()));
    }

    [Fact]
    public void What_others_record_meanwhile_is_in_force_at_once()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Record(Count(5));
        Assert.Equal([5], Counts(history.Book()));
        history.Complete(import);
        Assert.Equal([5, 3], Counts(history.Book()));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("abandoned")]
    [InlineData("unknown")]
    public void Whoever_names_an_import_that_is_not_under_way_is_refused(string how)
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        if (how == "completed")
            history.Complete(import);
        else if (how == "abandoned")
            history.Abandon(import);
        else
            import = new(Guid.Empty);
        Assert.Equal("import-not-open", history.Decide(new RecordFacts(history.NextCommand(), [Count(3)]), import).Refusal?.Code);
        Assert.Equal("import-not-open", history.Decide(new CompleteImport(history.NextCommand(), import)).Refusal?.Code);
        Assert.Equal("import-not-open", history.Decide(new AbandonImport(history.NextCommand(), import, new(ReasonCode.Other))).Refusal?.Code);
    }

    [Fact]
    public void An_import_id_is_used_once()
    {
        var history = Opened();
        var import = history.Begin();
        history.Complete(import);
        Assert.Equal("import-exists", history.Decide(new BeginImport(history.NextCommand(), import, new(new string('b', 64)))).Refusal?.Code);
    }

    [Fact]
    public void Others_may_stand_on_a_strand_so_no_import_holds_one()
    {
        var history = Opened();
        var import = history.Begin();
        Assert.Equal("import-cannot-hold",
            history.Decide(new RecordFacts(history.NextCommand(), [new StrandStarted(S("garden"), T("花壇"), D("2025-04-01"))]), import).Refusal?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_row_of_an_import_that_is_not_under_way_blocks(bool afterwards)
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        history.Import(import, Count(3));
        history.Complete(import);
        var rows = history.Rows.ToList();
        var moved = afterwards ? rows[4] with { Version = 7 } : rows[4] with { Version = 3 };
        EntryRow[] damaged = afterwards ? [.. rows, moved] : [.. rows.Take(2), moved];
        Assert.Contains("which is not open", EntryBook.AsKnown(damaged).Problems.Single(), StringComparison.Ordinal);
        Assert.Equal(afterwards ? 4 : 2, EntryBook.AsKnown(damaged).Entries.Length);
    }

    [Fact]
    public void An_act_of_an_import_is_undone_once_it_is_completed()
    {
        var history = Opened().Given(s_session);
        var import = history.Begin();
        var entry = history.Import(import, Count(3));
        Assert.Equal("entry-pending", history.Decide(new UndoAct(history.NextCommand(), new(entry.Value), new(ReasonCode.Duplicate))).Refusal?.Code);
        history.Complete(import);
        history.Undo(new(entry.Value));
        Assert.Empty(Counts(history.Book()));
    }
}
