using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>State + command + now → events or one refusal. Pure: no clock, no new ids, no look-ups of its own.</summary>
public static class InitiativeDecisions
{
    /// <summary>The sessions a command refers to or declares, for the caller to look up.</summary>
    public static IEnumerable<SessionId> SessionsNamed(InitiativeCommand command) => command switch
    {
        RecordFacts r => r.Facts.SelectMany(Named).Distinct(),
        CorrectEntry c => Named(c.Replacement),
        _ => [],
    };

    public static Decision Decide(Initiative? state, InitiativeCommand command, DecisionContext context, Instant now)
    {
        ArgumentNullException.ThrowIfNull(context);
        return command switch
        {
            RecordFacts r => Record(state, r, context, now),
            CorrectEntry c => Correct(state, c, context, now),
            WithdrawEntry w => Withdraw(state, w, context),
            _ => throw new ArgumentException($"Unknown command {command?.GetType().Name}.", nameof(command)),
        };
    }

    /// <summary>The stamp of the next event: our clock, but never before the predecessor's.</summary>
    public static Instant RecordedAt(Initiative? state, Instant now) => state is null ? now : Instant.Max(now, state.RecordedAt);

    private static Decision Record(Initiative? state, RecordFacts command, DecisionContext context, Instant now)
    {
        // Later facts of one act may stand on earlier ones (a session, then its counts): evolve as we go.
        foreach (var (index, fact) in command.Facts.Index())
        {
            if (FactChecks.Check(state, fact, context, now, replaces: null) is { } refusal)
                return refusal with { At = $"/facts/{index}" };
            var version = (state?.Version ?? 0) + 1;
            state = Initiative.Evolve(state, new(version, new(default, RecordedAt(state, now), null, command.Command, index, ""), fact));
            if (fact is SessionHeld held)
                context = context with { Sessions = context.Sessions.Add(held.Session) };
        }

        return Decision.Accept(command.Facts);
    }

    private static Decision Correct(Initiative? state, CorrectEntry command, DecisionContext context, Instant now)
    {
        if (Changeable(state, command.Entry, command.Version, context) is { } unchangeable)
            return unchangeable;
        var old = context.Entry!.Fact;
        if (old.GetType() != command.Replacement.GetType())
            return Refusals.CorrectionChangesKind(InitiativeEventCatalogue.KindOf(old));
        if (old.Identity != command.Replacement.Identity)
            return Refusals.CorrectionChangesIdentity();
        if (JsonSerializer.Serialize(old, DomainJson.Options) == JsonSerializer.Serialize(command.Replacement, DomainJson.Options))
            return Refusals.CorrectionChangesNothing();
        if (FactChecks.Check(state, command.Replacement, context, now, replaces: command.Entry) is { } refusal)
            return refusal with { At = "/replacement" };
        return Decision.Accept([new EntryCorrected(command.Entry, command.Replacement, command.Reason)]);
    }

    private static Decision Withdraw(Initiative? state, WithdrawEntry command, DecisionContext context)
    {
        if (Changeable(state, command.Entry, command.Version, context) is { } unchangeable)
            return unchangeable;
        if (context.Entry!.Fact is InitiativeOpened || state!.CarriesOthers(command.Entry))
            return Refusals.EntryIsFoundation();
        return Decision.Accept([new EntryWithdrawn(command.Entry, command.Reason)]);
    }

    private static Refusal? Changeable(Initiative? state, EntryId entry, int? version, DecisionContext context) =>
        state?.OpenedOn is null ? Refusals.InitiativeUnknown()
        : context.Entry is not { } head || head.Entry != entry ? Refusals.EntryUnknown(entry.Value)
        : !head.InForce ? Refusals.EntryNotInForce(entry.Value)
        : version is { } seen && seen != head.Version ? Refusals.EntryChangedMeanwhile(entry.Value, head.Version)
        : null;

    private static IEnumerable<SessionId> Named(InitiativeFact fact) =>
        fact is SessionHeld held ? [held.Session] : fact.InSession is { } session ? [session] : [];
}
