using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Decides on changes of existing entries: corrections, withdrawals, several of them at once, and undoing.</summary>
internal static class ChangeDecisions
{
    /// <summary>The changes that a command asks for; none for other commands.</summary>
    public static IEnumerable<EntryChange> ChangesOf(InitiativeCommand command) => command switch
    {
        CorrectEntry c => [new(c.Entry, c.Replacement, c.Version, c.Basis)],
        WithdrawEntry w => [new(w.Entry, null, w.Version, w.Basis)],
        ChangeEntries c => c.Changes,
        _ => [],
    };

    public static Decision Change(Initiative state, InitiativeCommand command, Reason reason, DecisionContext context, Instant now)
    {
        var (events, changed) = (new List<InitiativeEvent>(), new HashSet<EntryId>());
        foreach (var (index, change) in ChangesOf(command).Index())
        {
            var at = command is ChangeEntries ? $"/changes/{index}" : null;
            if (!changed.Add(change.Entry))
                return Refusals.EntryNamedTwice(change.Entry.Value) with { At = at };
            if (Changeable(change, context) is { } unchangeable)
                return unchangeable with { At = at };
            var old = context.Entries[change.Entry].Fact;
            if ((change.Replacement is { } fact
                ? Correctable(state, change.Entry, old, fact, context, now)
                : Withdrawable(state, change.Entry, old)) is { } refusal)
                return refusal with { At = change.Replacement is null ? at : $"{at}/replacement{refusal.At}" };
            events.Add(change.Replacement is { } replacement
                ? new EntryCorrected(change.Entry, replacement, reason)
                : new EntryWithdrawn(change.Entry, reason));
            state = InitiativeDecisions.Next(state, command, events.Count - 1, events[^1], now);
            if (change.Replacement is null && old is SessionHeld gone)
                context = context with { Sessions = context.Sessions.Remove(gone.Session) };
        }

        return Decision.Accept(events);
    }

    /// <summary>The last change first, so that a dependent entry is undone before the one it depends on.</summary>
    public static Decision Undo(Initiative state, UndoAct command, DecisionContext context, Instant now)
    {
        if (context.Past.IsEmpty)
            return Refusals.ActUnknown(command.Act.Value);
        var events = new List<InitiativeEvent>();
        foreach (var past in context.Past.Reverse())
        {
            if (past is { Before: null, After: null }) // withdrew an entry of an import that has been undone since
                return Refusals.EntryNotInForce(past.Entry.Value);
            var head = context.Entries[past.Entry];
            if (head.Pending is not null)
                return Refusals.EntryPending(past.Entry.Value);
            if (head.Version != past.Version)
                return Refusals.EntryChangedMeanwhile(past.Entry.Value, head.Version);
            if (Undoable(state, past, context, now) is { } refusal)
                return refusal;
            events.Add(past switch
            {
                { Before: null } => new EntryWithdrawn(past.Entry, command.Reason),
                { After: null, Before: { } before } => new EntryReinstated(past.Entry, before, command.Reason),
                { Before: { } before } => new EntryCorrected(past.Entry, before, command.Reason),
            });
            state = InitiativeDecisions.Next(state, command, events.Count - 1, events[^1], now);
        }

        return Decision.Accept(events);
    }

    private static Refusal? Undoable(Initiative state, PastChange past, DecisionContext context, Instant now)
    {
        if (past.Before is not { } before)
            return Withdrawable(state, past.Entry, past.After!);
        // Older versions of the program let definitions be corrected. Such a correction stays, as do the figures that go by it.
        if (past.After is { } after && Redefined(before, after) is { } indicator)
            return Refusals.DefinitionIsRevised(indicator.Value);
        // The fact was admissible when it was recorded. If its session is no longer in force, the figures name that.
        var known = before.InSession is { } session && before is not SessionHeld ? context with { Sessions = context.Sessions.Add(session) } : context;
        return past.After is null
            ? FactChecks.Check(state.Undeclare(past.Entry), before, known, now, replaces: null)
            : FactChecks.Check(state, before, known, now, replaces: past.Entry);
    }

    private static Refusal? Changeable(EntryChange change, DecisionContext context) =>
        context.Entries.GetValueOrDefault(change.Entry) is not { } head ? Refusals.EntryUnknown(change.Entry.Value)
        : head.Pending is not null ? Refusals.EntryPending(change.Entry.Value)
        : !head.InForce ? Refusals.EntryNotInForce(change.Entry.Value)
        : (change.Version is { } seen && seen != head.Version) || (change.Basis is { } basis && basis != head.By)
            ? Refusals.EntryChangedMeanwhile(change.Entry.Value, head.Version)
        : null;

    private static Refusal? Correctable(Initiative state, EntryId entry, InitiativeFact old, InitiativeFact replacement, DecisionContext context,
        Instant now) =>
        old.GetType() != replacement.GetType() ? Refusals.CorrectionChangesKind(InitiativeEventCatalogue.KindOf(old))
        : old.Identity != replacement.Identity ? Refusals.CorrectionChangesIdentity()
        : DomainJson.AreAlike(old, replacement) ? Refusals.CorrectionChangesNothing()
        : Redefined(old, replacement) is { } indicator ? Refusals.DefinitionIsRevised(indicator.Value)
        : FactChecks.Check(state, replacement, context, now, replaces: entry) ?? FactChecks.CheckEntriesNamed(replacement, context);

    /// <summary>The indicator whose formula, label or target would be another one under the same version number; null where none is.</summary>
    private static Slug? Redefined(InitiativeFact before, InitiativeFact after) => (before, after) switch
    {
        (IndicatorAdopted a, IndicatorAdopted b) when !DomainJson.AreAlike(a.Definition, b.Definition) => a.Indicator,
        (IndicatorRevised a, IndicatorRevised b) when !DomainJson.AreAlike(a.Definition, b.Definition) => a.Indicator,
        _ => null,
    };

    private static Refusal? Withdrawable(Initiative state, EntryId entry, InitiativeFact old) =>
        // Withdrawing a closing would remove the restatements since then unnoticed. Reopening records it, with a cause.
        old is PeriodMarked ? Refusals.PeriodMarkStays() : old is InitiativeOpened || state.CarriesOthers(entry) ? Refusals.EntryIsFoundation() : null;
}
