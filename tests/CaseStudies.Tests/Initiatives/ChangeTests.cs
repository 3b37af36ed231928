using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

/// <summary>Several changes at once, and undoing whatever was done.</summary>
public sealed class ChangeTests
{
    private static readonly SessionHeld s_session = new(Session(1), S("cafe"), D("2025-05-10"));
    private static readonly Reason s_reason = new(ReasonCode.EnteredByMistake);

    private static ParticipantsCounted Count(int count, int session = 1) => new(Session(session), S("audience"), S("youth"), count);

    private static CommandId ActOf(EntryId first) => new(first.Value);

    [Fact]
    public void Several_changes_stand_or_fall_together()
    {
        var history = Opened().Given(s_session);
        var (a, b) = (history.Record(Count(3)), history.Record(Count(4)));
        var decision = history.Decide(new ChangeEntries(history.NextCommand(), [new(a, Count(5)), new(b)], s_reason));
        Assert.Equal([new EntryCorrected(a, Count(5), s_reason), new EntryWithdrawn(b, s_reason)], decision.Events);
        Assert.Equal("entry-unknown",
            history.Decide(new ChangeEntries(history.NextCommand(), [new(a, Count(5)), new(new EntryId(Guid.Empty))], s_reason)).Refusal?.Code);
    }

    [Fact]
    public void One_act_changes_an_entry_once()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        Assert.Equal("entry-named-twice", history.Decide(new ChangeEntries(history.NextCommand(), [new(entry, Count(5)), new(entry)], s_reason)).Refusal?.Code);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "entry-changed-meanwhile")]
    public void A_correction_may_say_by_command_what_it_was_made_upon(bool newest, string? refused)
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var later = history.Change(new EntryChange(entry, Count(4)));
        var decision = history.Decide(new CorrectEntry(history.NextCommand(), entry, Count(5), s_reason, Basis: newest ? later : ActOf(entry)));
        Assert.Equal(refused, decision.Refusal?.Code);
    }

    [Fact]
    public void What_an_act_recorded_is_withdrawn_the_last_first()
    {
        var history = Opened();
        var act = history.NextCommand();
        var facts = history.Decide(new RecordFacts(act, [s_session, Count(3)]));
        Assert.Null(facts.Refusal);
        var entry = history.Record(s_session, Count(3));
        var undone = history.Decide(new UndoAct(history.NextCommand(), ActOf(entry), s_reason));
        Assert.Equal([new EntryWithdrawn(EntryId.ForCommand(ActOf(entry), 1), s_reason), new EntryWithdrawn(entry, s_reason)], undone.Events);
    }

    [Fact]
    public void A_correction_is_undone_to_what_stood_before()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var act = history.Change(new EntryChange(entry, Count(9)));
        Assert.Equal([new EntryCorrected(entry, Count(3), s_reason)], history.Decide(new UndoAct(history.NextCommand(), act, s_reason)).Events);
    }

    [Fact]
    public void A_withdrawal_is_undone_by_reinstating()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var act = history.Change(new EntryChange(entry));
        Assert.Equal([new EntryReinstated(entry, Count(3), s_reason)], history.Decide(new UndoAct(history.NextCommand(), act, s_reason)).Events);
    }

    [Fact]
    public void An_undoing_is_undone_like_anything_else()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        var undone = history.Undo(history.Change(new EntryChange(entry)));
        Assert.True(history.Book().Entries[^1].InForce);
        history.Undo(undone);
        Assert.Equal((2, false), (history.Book().Entries[^1].Revision, history.Book().Entries[^1].InForce));
    }

    [Fact]
    public void Nothing_is_undone_over_the_head_of_whoever_went_on()
    {
        var history = Opened().Given(s_session);
        var entry = history.Record(Count(3));
        history.Change(new EntryChange(entry, Count(4)));
        Assert.Equal("entry-changed-meanwhile", history.Decide(new UndoAct(history.NextCommand(), ActOf(entry), s_reason)).Refusal?.Code);
    }

    [Fact]
    public void What_others_stand_on_is_not_undone()
    {
        var history = Opened();
        var strand = history.Record(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));
        history.Record(new StrandEnded(S("garden"), D("2025-09-01")));
        Assert.Equal("entry-is-foundation", history.Decide(new UndoAct(history.NextCommand(), ActOf(strand), s_reason)).Refusal?.Code);
    }

    [Fact]
    public void A_session_recorded_anew_is_not_doubled_by_undoing_its_withdrawal()
    {
        var history = Opened();
        var entry = history.Record(s_session);
        var act = history.Change(new EntryChange(entry));
        history.Record(s_session);
        Assert.Equal("session-exists", history.Decide(new UndoAct(history.NextCommand(), act, s_reason)).Refusal?.Code);
    }

    [Fact]
    public void A_count_comes_back_even_if_its_session_has_gone()
    {
        var history = Opened();
        var session = history.Record(s_session);
        var act = history.Change(new EntryChange(history.Record(Count(3))));
        history.Withdraw(session);
        Assert.Null(history.Decide(new UndoAct(history.NextCommand(), act, s_reason)).Refusal);
    }

    [Fact]
    public void A_merge_of_two_people_is_undone()
    {
        var history = Opened();
        var merge = history.Record(new PeopleMerged(P(1), P(2), D("2025-06-01")));
        history.Undo(ActOf(merge));
        Assert.Equal(P(2).Value, history.Book().Person(P(2).Value));
        Assert.Null(history.Decide(new RecordFacts(history.NextCommand(), [new PeopleMerged(P(3), P(2), D("2025-06-01"))])).Refusal);
    }

    [Fact]
    public void An_unknown_act_is_not_undone() =>
        Assert.Equal("act-unknown", Opened().Decide(new UndoAct(new(Guid.Empty), new(Guid.Empty), s_reason)).Refusal?.Code);
}
