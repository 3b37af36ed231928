using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>State + command + now → events or one refusal. Pure: reads no clock, makes no ids, looks nothing up.</summary>
public static class InitiativeDecisions
{
    /// <summary>The sessions a command refers to or declares, for the caller to look up.</summary>
    public static IEnumerable<SessionId> SessionsNamed(InitiativeCommand command) => command is RecordFacts r
        ? r.Facts.SelectMany(Named).Distinct()
        : ChangeDecisions.ChangesOf(command).SelectMany(c => c.Replacement is { } fact ? Named(fact) : []).Distinct();

    /// <summary>The changes that a command asks for. Those of an undo are found by its command.</summary>
    public static IEnumerable<EntryChange> ChangesNamed(InitiativeCommand command) => ChangeDecisions.ChangesOf(command);

    /// <summary>The entries that a command changes or speaks of, for the caller to look up.</summary>
    public static IEnumerable<EntryId> EntriesNamed(InitiativeCommand command)
    {
        var changes = ChangeDecisions.ChangesOf(command).ToList();
        var facts = command is RecordFacts r ? r.Facts : changes.Select(c => c.Replacement);
        return changes.Select(c => c.Entry).Concat(facts.OfType<InitiativeFact>().SelectMany(f => f.EntriesNamed)).Distinct();
    }

    public static Decision Decide(Initiative? state, InitiativeCommand command, DecisionContext context, Instant now)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (state?.OpenedOn is null && command is not RecordFacts)
            return Refusals.InitiativeUnknown();
        if (context.Import is { } import && state?.IsOpen(import) is not true)
            return Refusals.ImportNotOpen();
        return command switch
        {
            RecordFacts r => Record(state, r, context, now),
            CorrectEntry c => ChangeDecisions.Change(state!, c, c.Reason, context, now),
            WithdrawEntry w => ChangeDecisions.Change(state!, w, w.Reason, context, now),
            ChangeEntries c => ChangeDecisions.Change(state!, c, c.Reason, context, now),
            UndoAct u => ChangeDecisions.Undo(state!, u, context, now),
            BeginImport b => state!.IsOpen(b.Import) is null ? Decision.Accept([new ImportBegun(b.Import, b.File)]) : Refusals.ImportExists(),
            CompleteImport c => state!.IsOpen(c.Import) is true ? Decision.Accept([new ImportCompleted(c.Import)]) : Refusals.ImportNotOpen(),
            UndoImport u => Undo(u, context.Undone),
            AbandonImport a => state!.IsOpen(a.Import) is true ? Decision.Accept([new ImportAbandoned(a.Import, a.Reason)]) : Refusals.ImportNotOpen(),
            _ => throw new ArgumentException($"Unknown command {command?.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>All of it or nothing: an entry that stayed because somebody built on it would be a part of a wrong file that nobody looks for.</summary>
    private static Decision Undo(UndoImport command, PastImport? import) => import?.Standing switch
    {
        null => Refusals.ImportUnknown(command.Import.Value),
        ImportStanding.Undone => Refusals.ImportIsUndone(),
        not ImportStanding.Completed => Refusals.ImportNotCompleted(),
        _ when !import.Changed.IsEmpty || !import.Resting.IsEmpty => Refusals.ImportBuiltOn(import.Changed, import.Resting),
        _ => Decision.Accept([new ImportUndone(command.Import, command.Reason)]),
    };

    /// <summary>The recorded time of the next event: the server's clock, but never before the previous event's.</summary>
    public static Instant RecordedAt(Initiative? state, Instant now) => state is null ? now : Instant.Max(now, state.RecordedAt);

    private static Decision Record(Initiative? state, RecordFacts command, DecisionContext context, Instant now)
    {
        var namesEntries = command.Facts.Any(f => f.EntriesNamed.Length > 0);
        // Later facts of one command may depend on earlier ones (a session, then its headcounts), so the state evolves in between.
        foreach (var (index, fact) in command.Facts.Index())
        {
            if ((FactChecks.Check(state, fact, context, now, replaces: null) ?? FactChecks.CheckEntriesNamed(fact, context)) is { } refusal)
                return refusal with { At = $"/facts/{index}{refusal.At}" };
            state = Next(state, command, index, fact, now);
            if (fact is SessionHeld held)
                context = context with { Sessions = context.Sessions.Add(held.Session) };
            if (namesEntries && EntryId.ForCommand(command.Command, index) is var entry)
                context = context with { Entries = context.Entries.SetItem(entry, new(entry, state.Version, InForce: true, fact)) };
        }

        return Decision.Accept(command.Facts);
    }

    /// <summary>The state after one more event of a command, for deciding on the next.</summary>
    internal static Initiative Next(Initiative? state, InitiativeCommand command, int index, InitiativeEvent body, Instant now) =>
        Initiative.Evolve(state, new((state?.Version ?? 0) + 1, new(default, RecordedAt(state, now), null, command.Command, index, ""), body));

    private static IEnumerable<SessionId> Named(InitiativeFact fact) =>
        fact is SessionHeld held ? [held.Session] : fact.InSession is { } session ? [session] : [];
}
