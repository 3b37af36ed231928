using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

/// <summary>A completed import is undone as a whole by one event, or not at all.</summary>
public sealed class UndoneImportTests
{
    private static readonly SessionHeld s_session = new(Session(1), S("cafe"), D("2025-05-10"));
    private static readonly Reason s_reason = new(ReasonCode.EnteredByMistake);

    private static ParticipantsCounted Count(int count, int session = 1, string group = "youth") => new(Session(session), S("audience"), S(group), count);

    private static IEnumerable<int> Counts(EntryBook book) => book.InForce<ParticipantsCounted>().Select(c => c.Count);

    private static Decision Undo(History history, ImportId import) => history.Decide(new UndoImport(history.NextCommand(), import, s_reason));

    /// <summary>A count of three by hand, which the import corrects to eight; and a session with a count of its own.</summary>
    private static (History History, ImportId Import, EntryId ByHand, EntryId Session, EntryId Count) Imported()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var import = history.Begin();
        history.ImportCorrection(import, entry, Count(8));
        var session = history.Import(import, s_session with { Session = Session(2), On = D("2025-05-17") });
        var count = history.Import(import, Count(5, 2));
        history.Complete(import);
        return (history, import, entry, session, count);
    }

    [Fact]
    public void One_event_undoes_everything() =>
        Assert.Equal([new ImportUndone(Imported().Import, s_reason)], Undo(Imported().History, Imported().Import).Events);

    [Fact]
    public void What_it_opened_goes_and_what_it_corrected_is_as_it_was()
    {
        var (history, import, _, _, _) = Imported();
        history.UndoImport(import);
        var book = history.Book();
        Assert.Equal([3], Counts(book));
        Assert.Equal([s_session], book.InForce<SessionHeld>());
        Assert.Empty(book.Problems);
        Assert.Empty(book.Pending);
    }

    [Fact]
    public void What_was_known_before_still_is()
    {
        var (history, import, _, _, _) = Imported();
        var (before, frontier) = (history.Book().Entries, history.Version);
        history.UndoImport(import);
        Assert.Equal(before, history.Book(frontier).Entries);
        Assert.Equal([8, 5], Counts(history.Book(frontier)).OrderDescending());
    }

    [Fact]
    public void The_content_that_is_back_is_that_of_its_own_event_known_again_from_the_undoing()
    {
        var (history, import, byHand, _, count) = Imported();
        history.UndoImport(import);
        var entries = history.Book().Entries;
        Assert.Equal([(1, 4, 4, (int?)9, true), (2, 6, 9, 10, true), (3, 4, 10, null, false)],
            entries.Where(e => e.Id == byHand).Select(e => (e.Revision, e.Version, e.KnownFrom, e.KnownTo, e.Superseded)));
        var gone = entries.Single(e => e.Id == count);
        Assert.Equal((10, s_reason, false), (gone.KnownTo!.Value, gone.ClosedBy!, gone.Superseded));
    }

    [Fact]
    public void The_changes_say_what_went_and_what_is_back_with_who_undid_it_and_why()
    {
        var (history, import, byHand, session, count) = Imported();
        history.UndoImport(import);
        var changes = ChangeLog.FromRows(history.Rows).Where(c => c.Version == 10).ToList();
        Assert.Equal(
            [(ChangeKind.Withdrawn, count, Count(5, 2), null),
                (ChangeKind.Withdrawn, session, s_session with { Session = Session(2), On = D("2025-05-17") }, null),
                (ChangeKind.Corrected, byHand, Count(8), Count(3))],
            changes.Select(c => (c.What, c.Entry!.Value, c.Before!, (InitiativeFact?)c.After)));
        Assert.All(changes, c => Assert.Equal((10, s_reason, new Origin(import, 1, 1)), (c.Event, c.Reason, c.Origin)));
        Assert.Equal(D("2025-05-17"), changes[0].OnBefore);
        Assert.Empty(changes[1].Carried);
    }

    [Fact]
    public void An_entry_that_somebody_corrected_since_is_in_the_way_and_named()
    {
        var (history, import, _, _, count) = Imported();
        history.Correct(count, Count(6, 2));
        var refusal = Undo(history, import).Refusal!;
        Assert.Equal(("import-built-on", RefusalKind.Conflict), (refusal.Code, refusal.Kind));
        Assert.StartsWith($"1 entry of this import has been changed since ({count}). First undo", refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Contains($"取り込みの記録のうち 1 件が、あとで変更されています({count})。先に", refusal.Sentence.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void When_what_it_opened_is_withdrawn_the_import_can_be_undone()
    {
        var (history, import, _, _, count) = Imported();
        history.Undo(history.Change(new EntryChange(count, Count(6, 2))));
        Assert.Equal("import-built-on", Undo(history, import).Refusal?.Code); // the content is the import's, but a later act says it
        history.Withdraw(count);
        history.UndoImport(import);
        Assert.Equal([3], Counts(history.Book()));
        Assert.DoesNotContain(ChangeLog.FromRows(history.Rows), c => c.Version == history.Version && c.Entry == count);
    }

    [Fact]
    public void What_somebody_has_said_since_of_an_entry_that_it_corrected_stands()
    {
        var (history, import, byHand, _, _) = Imported();
        var correction = history.Change(new EntryChange(byHand, Count(4)));
        history.UndoImport(import);
        Assert.Equal([4], Counts(history.Book()));
        history.Undo(correction); // back to what was before the import, which never was
        Assert.Equal([3], Counts(history.Book()));
        Assert.Empty(history.Book().Problems);
    }

    [Fact]
    public void But_not_where_it_says_what_the_import_said()
    {
        var (history, import, byHand, _, _) = Imported();
        history.Undo(history.Change(new EntryChange(byHand)));
        Assert.Contains($"({byHand})", Undo(history, import).Refusal?.Sentence.En, StringComparison.Ordinal);
        history.Correct(byHand, Count(3));
        history.UndoImport(import);
        Assert.Equal([3], Counts(history.Book()));
    }

    [Fact]
    public void What_others_recorded_of_its_sessions_is_in_the_way()
    {
        var (history, import, _, _, _) = Imported();
        var resting = history.Record(Count(2, 2, "seniors"));
        var refusal = Undo(history, import).Refusal!;
        Assert.Equal("import-built-on", refusal.Code);
        Assert.StartsWith($"1 other entry belongs to its sessions ({resting}). First undo", refusal.Sentence.En, StringComparison.Ordinal);
        history.Withdraw(resting);
        history.UndoImport(import);
        Assert.DoesNotContain(history.Book().InForce<ParticipantsCounted>(), c => c.Session == Session(2));
    }

    [Fact]
    public void What_others_recorded_of_a_session_by_hand_is_not()
    {
        var (history, import, _, _, _) = Imported();
        history.Record(Count(2, 1, "seniors"));
        history.UndoImport(import);
        Assert.Equal([3, 2], Counts(history.Book()).OrderDescending());
    }

    [Fact]
    public void The_last_import_first()
    {
        var (history, first, byHand, _, _) = Imported();
        var second = history.Begin();
        history.ImportCorrection(second, byHand, Count(9));
        history.Complete(second);
        Assert.Equal("import-built-on", Undo(history, first).Refusal?.Code);
        history.UndoImport(second);
        Assert.Equal([8, 5], Counts(history.Book()).OrderDescending());
        history.UndoImport(first);
        Assert.Equal([3], Counts(history.Book()));
        Assert.Empty(history.Book().Problems);
    }

    [Fact]
    public void Its_acts_and_entries_are_out_of_reach_afterwards()
    {
        var (history, import, _, session, count) = Imported();
        var withdrawal = history.Change(new EntryChange(count));
        history.UndoImport(import);
        Assert.Equal("entry-not-in-force", history.Decide(new UndoAct(history.NextCommand(), withdrawal, s_reason)).Refusal?.Code);
        Assert.Equal("act-unknown", history.Decide(new UndoAct(history.NextCommand(), new(session.Value), s_reason)).Refusal?.Code);
        Assert.Equal("entry-not-in-force", history.Decide(new CorrectEntry(history.NextCommand(), session, s_session, s_reason)).Refusal?.Code);
        Assert.Equal("session-unknown", history.Decide(new RecordFacts(history.NextCommand(), [Count(1, 2)])).Refusal?.Code);
    }

    [Fact]
    public void What_is_back_is_changed_and_undone_as_if_nothing_had_been()
    {
        var (history, import, byHand, _, _) = Imported();
        history.UndoImport(import);
        Assert.Null(history.Decide(new CorrectEntry(history.NextCommand(), byHand, Count(4), s_reason, Version: 4)).Refusal);
        history.Undo(new(byHand.Value));
        Assert.Empty(Counts(history.Book()));
    }

    [Fact]
    public void A_closed_period_is_restated_by_the_whole_act_and_each_change_knows_it()
    {
        var (history, import, _, session, _) = Imported();
        foreach (var state in new[] { PeriodState.InReview, PeriodState.Closed })
            history.Given(new PeriodMarked(state, D("2025-05-15"), D("2025-05-31"), D("2025-06-01")));
        history.UndoImport(import);
        var closed = ClosedPeriods.FromHistory(EntryHistory.FromRows(history.Rows));
        Assert.Equal([new RestatedPeriod(D("2025-05-15"), D("2025-05-31"), 1, 2)], closed.RestatedBy(history.Version, history.Version));
        var changes = ChangeLog.FromRows(history.Rows).Where(c => c.Version == history.Version).ToLookup(c => c.OnBefore >= D("2025-05-15"));
        Assert.All(changes[true], c => Assert.Equal([new RestatedPeriod(D("2025-05-15"), D("2025-05-31"), 1)], closed.RestatedBy(c)));
        Assert.All(changes[false], c => Assert.Empty(closed.RestatedBy(c)));
        Assert.Equal((2, 1), (changes[true].Count(), changes[false].Count()));
    }

    [Fact]
    public void A_figure_is_as_it_was_and_known_then_as_it_was_then()
    {
        var (history, import, _, _, _) = Imported();
        var frontier = history.Version;
        history.UndoImport(import);
        Assert.Equal(("13人", "3人"), (Shown(frontier), Shown(null)));

        string? Shown(int? known) => history.Compute(
            new Sum(new("participants_counted"), "count"), new(Counted.Attendances, new("人", "people")), frontier: known).Shown?.Ja;
    }

    [Fact]
    public void A_stored_undoing_of_what_is_not_completed_blocks()
    {
        var (history, import, _, _, _) = Imported();
        history.UndoImport(import);
        var undone = new EntryRow(history.Version + 1, Start, new("staff-1"), Provenance.Http, EntryRow.ImportUndone, null, null, null, s_reason,
            Origin: new(import, 0, 0));
        Assert.Contains("which is not completed", EntryBook.AsKnown(history.Rows.Append(undone)).Problems.Single(), StringComparison.Ordinal);
    }
}
