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
            if (Check(state, fact, context, now, replaces: null) is { } refusal)
                return refusal;
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
        if (Check(state, command.Replacement, context, now, replaces: command.Entry) is { } refusal)
            return refusal;
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

    /// <param name="replaces">The entry that the fact supersedes: its own declaration is no obstacle to it.</param>
    private static Refusal? Check(Initiative? state, InitiativeFact fact, DecisionContext context, Instant now, EntryId? replaces)
    {
        if (fact is InitiativeOpened opened)
            return state?.OpenedOn is not null && replaces is null ? Refusals.InitiativeExists() : CheckDate(opened.TimeZone, opened, now);
        if (state?.OpenedOn is null)
            return Refusals.InitiativeUnknown();
        return CheckDate(state.TimeZone, fact, now)
            ?? CheckOpening(state, fact)
            ?? CheckStrand(state, fact, replaces)
            ?? CheckSession(fact, context, replaces)
            ?? CheckDeclaration(state, fact, replaces);
    }

    private static Refusal? CheckDate(string timeZone, InitiativeFact fact, Instant now)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not { } zone)
            return Refusals.TimeZoneUnknown(timeZone);
        var today = now.InZone(zone).Date;
        // A pause is announced beforehand; everything else is a fact only once it has happened.
        if (fact is not (StrandPaused or PersonPaused) && fact.OccurredOn > today)
            return Refusals.OccurredInFuture(Iso(fact.OccurredOn), Iso(today));
        return fact switch
        {
            StrandPaused p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            PersonPaused p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            SessionHeld { Start: { } start, End: { } end } when end < start => Refusals.EndsBeforeItBegins(),
            _ => null,
        };
    }

    private static Refusal? CheckOpening(Initiative state, InitiativeFact fact) =>
        // A month is named by its first day; the opening may lie within it.
        fact is MonthConfirmedEmpty empty && empty.Month.ToYearMonth() == state.OpenedOn!.Value.ToYearMonth() ? null :
        // What was compared with, aimed at or defined may be older than the initiative.
        fact is not (BaselineRecorded or TargetSet or IndicatorAdopted or IndicatorRevised or PartnerLinked or NarrativeWritten or TermDefined)
        && fact.OccurredOn < state.OpenedOn
            ? Refusals.OccurredBeforeOpening(Iso(fact.OccurredOn), Iso(state.OpenedOn))
            : null;

    private static Refusal? CheckStrand(Initiative state, InitiativeFact fact, EntryId? replaces)
    {
        if (fact is StrandStarted started)
            return replaces is not null && state.Strand(started.Strand)?.To < started.On ? Refusals.EndsBeforeItBegins() : null;
        if (fact is StrandEnded ended)
        {
            return state.Strand(ended.Strand) is not { } s ? Refusals.StrandUnknown(ended.Strand.Value)
                : s.To is not null && replaces is null ? Refusals.StrandNotRunning(ended.Strand.Value, Iso(ended.On))
                : ended.On < s.From ? Refusals.EndsBeforeItBegins()
                : null;
        }

        if (fact.InStrand is not { } key)
            return null;
        if (state.Strand(key) is not { } strand)
            return Refusals.StrandUnknown(key.Value);
        return fact is SessionHeld held && (held.On < strand.From || held.On > strand.To)
            ? Refusals.StrandNotRunning(key.Value, Iso(held.On))
            : null;
    }

    private static Refusal? CheckSession(InitiativeFact fact, DecisionContext context, EntryId? replaces) => fact switch
    {
        SessionHeld held when replaces is null && context.Sessions.Contains(held.Session) => Refusals.SessionExists(held.Session.Value),
        { InSession: { } session } when !context.Sessions.Contains(session) => Refusals.SessionUnknown(session.Value),
        ParticipantsCounted { Count: < 0 or > ParticipantsCounted.MaximumCount } => Refusals.CountOutOfRange(ParticipantsCounted.MaximumCount),
        _ => null,
    };

    private static Refusal? CheckDeclaration(Initiative state, InitiativeFact fact, EntryId? replaces)
    {
        return fact switch
        {
            StrandStarted s when Taken(s.Identity) => Refusals.StrandExists(s.Strand.Value),
            SurveyIntroduced s when Taken(s.Identity) => Refusals.InstrumentExists(s.Instrument.Value, s.Version),
            SurveyIntroduced s => CheckItems(s),
            SurveyResponseRecorded r => CheckAnswers(state, r),
            IndicatorAdopted i when Taken(i.Identity) => Refusals.IndicatorExists(i.Indicator.Value),
            IndicatorAdopted i => IndicatorRules.Check(i.Definition),
            IndicatorRevised i when !state.HasIndicator(i.Indicator) => Refusals.IndicatorUnknown(i.Indicator.Value),
            IndicatorRevised i when Taken(i.Identity) || !Follows(i) => Refusals.IndicatorVersionOutOfOrder(i.Indicator.Value, i.Version),
            IndicatorRevised i => IndicatorRules.Check(i.Definition),
            IndicatorRetired i when !state.HasIndicator(i.Indicator) => Refusals.IndicatorUnknown(i.Indicator.Value),
            _ => null,
        };

        bool Taken(string key) => state.Declared.GetValueOrDefault(key) is { } d && d.Entry != replaces;

        bool Follows(IndicatorRevised i) => i.Version == 2 || i.Version > 2 && state.Declared.ContainsKey($"indicator:{i.Indicator}:{i.Version - 1}");
    }

    private static Refusal? CheckItems(SurveyIntroduced survey) =>
        Repeated(survey.Items.Select(i => i.Item)) is { } item ? Refusals.ItemRepeated(item.Value)
        : survey.Items.Select(i => Repeated(i.Answers.Select(a => a.Answer))).FirstOrDefault(a => a is not null) is { } answer ? Refusals.ItemRepeated(answer.Value)
        : null;

    private static Slug? Repeated(IEnumerable<Slug> keys) =>
        keys.GroupBy(k => k).Where(g => g.Count() > 1).Select(g => (Slug?)g.Key).FirstOrDefault();

    private static Refusal? CheckAnswers(Initiative state, SurveyResponseRecorded response)
    {
        if (state.Instrument(response.Instrument, response.Version)?.Answers is not { } items)
            return Refusals.InstrumentUnknown(response.Instrument.Value, response.Version);
        foreach (var (item, answer) in response.Answers)
        {
            if (!items.TryGetValue(item, out var answers) || !answers.Contains(answer.Value))
                return Refusals.AnswerUnknown(item, answer.Value);
        }

        return null;
    }

    private static IEnumerable<SessionId> Named(InitiativeFact fact) =>
        fact is SessionHeld held ? [held.Session] : fact.InSession is { } session ? [session] : [];

    private static string Iso(LocalDate? date) => date is { } d ? NodaTime.Text.LocalDatePattern.Iso.Format(d) : "";
}
