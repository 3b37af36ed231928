using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>The rules for one fact, given the state of the initiative and what was looked up.</summary>
internal static class FactChecks
{
    /// <summary>The most hours of work over midnight.</summary>
    private const int LongestNight = 14;

    /// <param name="replaces">The entry that the fact corrects; its own declaration does not count against it.</param>
    public static Refusal? Check(Initiative? state, InitiativeFact fact, DecisionContext context, Instant now, EntryId? replaces)
    {
        if (fact is InitiativeOpened opened)
            return state?.OpenedOn is not null && replaces is null ? Refusals.InitiativeExists() : CheckDate(opened.TimeZone, opened, now);
        if (state?.OpenedOn is null)
            return Refusals.InitiativeUnknown();
        if (context.Import is not null && Initiative.IsDeclaration(fact))
            return Refusals.ImportCannotHold(InitiativeEventCatalogue.KindOf(fact));
        return CheckDate(state.TimeZone, fact, now)
            ?? CheckOpening(state, fact)
            ?? CheckStrand(state, fact, replaces)
            ?? CheckSession(fact, context, replaces)
            ?? CheckAmounts(fact)
            ?? CheckDeclaration(state, fact, replaces)
            ?? KeyChecks.Check(state, fact);
    }

    /// <summary>Not for an undo, which brings back what was admissible when it was recorded.</summary>
    public static Refusal? CheckEntriesNamed(InitiativeFact fact, DecisionContext context)
    {
        var named = fact.EntriesNamed;
        return fact switch
        {
            EntriesToldApart when named.Length is < 2 or > EntriesToldApart.MaximumEntries || Repeats() =>
                Refusals.ToldApartAlone(EntriesToldApart.MaximumEntries),
            EntriesConfirmed when named.Length is < 1 or > EntriesConfirmed.MaximumEntries || Repeats() =>
                Refusals.NothingConfirmed(EntriesConfirmed.MaximumEntries),
            _ => named.Where(e => !context.Entries.ContainsKey(e)).Select(e => Refusals.EntryUnknown(e.Value)).FirstOrDefault()
                ?? named.Where(e => !context.Entries[e].InForce).Select(e => Refusals.EntryNotInForce(e.Value)).FirstOrDefault(),
        };

        bool Repeats() => named.Distinct().Count() < named.Length;
    }

    private static Refusal? CheckDate(string timeZone, InitiativeFact fact, Instant now)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not { } zone)
            return Refusals.TimeZoneUnknown(timeZone);
        var today = now.InZone(zone).Date;
        if (FactDates.Implausible(fact, today) is { } implausible)
            return implausible;
        if (!fact.IsAnnouncement && fact.OccurredOn > today)
            return Refusals.OccurredInFuture(Iso(fact.OccurredOn), Iso(today));
        return fact switch
        {
            StrandPaused p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            PersonPaused p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            InitiativePaused p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            TargetSet t when t.DueBy < t.On => Refusals.EndsBeforeItBegins(),
            PeriodMarked p when p.To < p.From => Refusals.EndsBeforeItBegins(),
            NarrativeWritten n when n.To < n.From => Refusals.EndsBeforeItBegins(),
            SessionPlanned { Start: { } start, End: { } end } => CheckNight(start, end),
            ActivityLogged { Start: { } start, End: { } end } => CheckNight(start, end),
            SessionHeld { Start: { } start, End: { } end } => CheckNight(start, end),
            _ => null,
        };
    }

    /// <summary>An end before the start is on the next day, as in night outreach. Where that would take too long, the times were more likely swapped.</summary>
    private static Refusal? CheckNight(LocalTime start, LocalTime end) =>
        end < start && start.NanosecondOfDay - end.NanosecondOfDay < (24 - LongestNight) * NodaConstants.NanosecondsPerHour
            ? Refusals.NightTooLong(LongestNight)
            : null;

    private static Refusal? CheckOpening(Initiative state, InitiativeFact fact) =>
        // A month is given by its first day; the opening may be later in that month.
        fact is MonthConfirmedEmpty empty && empty.Month.ToYearMonth() == state.OpenedOn!.Value.ToYearMonth() ? null :
        // Baselines, targets and definitions may be older than the initiative.
        fact is not (BaselineRecorded or TargetSet or IndicatorAdopted or IndicatorRevised or PartnerLinked or NarrativeWritten or TermDefined)
        && fact.OccurredOn < state.OpenedOn
            ? Refusals.OccurredBeforeOpening(Iso(fact.OccurredOn), Iso(state.OpenedOn))
            : null;

    private static Refusal? CheckStrand(Initiative state, InitiativeFact fact, EntryId? replaces)
    {
        if (fact is StrandStarted started)
            return state.Strand(started.Strand, without: replaces).With(started).Contradiction(started.Strand);
        if (fact is StrandEnded ended)
            return state.Strand(ended.Strand, without: replaces) is { IsKnown: true } times
                ? times.With(ended).Contradiction(ended.Strand, ended.On)
                : Refusals.StrandUnknown(ended.Strand.Value, state.Strands);
        if (fact.InStrand is not { } key)
            return null;
        return state.Strand(key) is not { IsKnown: true } strand ? Refusals.StrandUnknown(key.Value, state.Strands)
            : fact is SessionHeld held && !strand.RanOn(held.On) ? Refusals.StrandNotRunning(key.Value, Iso(held.On))
            : null;
    }

    private static Refusal? CheckSession(InitiativeFact fact, DecisionContext context, EntryId? replaces) => fact switch
    {
        SessionHeld held when replaces is null && context.Sessions.Contains(held.Session) => Refusals.SessionExists(held.Session.Value),
        { InSession: { } session } when !context.Sessions.Contains(session) => Refusals.SessionUnknown(session.Value),
        ParticipantsCounted { Count: < 0 or > ParticipantsCounted.MaximumCount } => Refusals.CountOutOfRange(ParticipantsCounted.MaximumCount),
        ParticipantsCounted { Overlap: NamedOverlap.Unknown, Unit: not HeadUnit.People } => Refusals.OverlapOfOtherUnit(),
        _ => null,
    };

    private static Refusal? CheckDeclaration(Initiative state, InitiativeFact fact, EntryId? replaces)
    {
        return fact switch
        {
            SurveyIntroduced s when Taken(s.Identity) => Refusals.InstrumentExists(s.Instrument.Value, s.Version),
            SurveyIntroduced s => Instruments.Altered(s) ? Refusals.InstrumentAltered(s.Instrument.Value, s.Version) : CheckItems(s),
            SurveyResponseRecorded r => CheckAnswers(state, r.Instrument, r.Version, r.Answers.Select(a => (a.Key, a.Value.Value)))
                ?? r.Answers.Keys.Where(state.Instrument(r.Instrument, r.Version)!.TakesSeveral).Select(Refusals.AnswerOfSeveral).FirstOrDefault(),
            SurveyTallied t => CheckAnswers(state, t.Instrument, t.Version, t.Tallies.SelectMany(i => i.Value.Keys.Select(a => (i.Key, a))))
                ?? CheckTally(t, state.Instrument(t.Instrument, t.Version)!),
            InitiativeClosed when replaces is null && state.ClosedOn is not null => Refusals.InitiativeNotOpen(),
            InitiativeReopened r when replaces is null && !(r.On > state.ClosedOn) => Refusals.InitiativeNotClosed(),
            PeriodMarked p => CheckPeriod(state, p, corrects: replaces is not null),
            PeopleMerged m when Taken(m.Identity) => Refusals.PersonMergedAlready(m.Merged.Value),
            PeopleMerged m when state.LeadsTo(m.Kept, m.Merged) => Refusals.MergedInCircle(),
            IndicatorAdopted i when Taken(i.Identity) => Refusals.IndicatorExists(i.Indicator.Value),
            IndicatorAdopted i => CheckDefinition(i.Definition),
            IndicatorRevised i when !state.HasIndicator(i.Indicator) => Refusals.IndicatorUnknown(i.Indicator.Value),
            IndicatorRevised i when Taken(i.Identity) || !Follows(i) => Refusals.IndicatorVersionOutOfOrder(i.Indicator.Value, i.Version),
            IndicatorRevised i => CheckDefinition(i.Definition),
            IndicatorRetired i when !state.HasIndicator(i.Indicator) => Refusals.IndicatorUnknown(i.Indicator.Value),
            _ => null,
        };

        bool Taken(string key) => state.Declared.GetValueOrDefault(key) is { } d && d.Entry != replaces;

        // A correction leaves the definition as it is, and what it names may have been withdrawn since.
        Refusal? CheckDefinition(Indicator definition) => IndicatorRules.Check(definition) ?? (replaces is null ? KeyChecks.Check(state, definition) : null);

        bool Follows(IndicatorRevised i) => i.Version == 2 || i.Version > 2 && state.Declared.ContainsKey($"indicator:{i.Indicator}:{i.Version - 1}");
    }

    /// <summary>Open → in review → closed → reopened → in review …; a period in review can also be reopened.</summary>
    private static Refusal? CheckPeriod(Initiative state, PeriodMarked mark, bool corrects)
    {
        if (mark is { State: PeriodState.Reopened, Cause: null })
            return Refusals.PeriodReopenedWithoutCause();
        if (mark.State == PeriodState.Closed && mark.On < mark.To)
            return Refusals.PeriodNotOver(Iso(mark.To));
        return corrects ? null : (state.StandingOf(mark.From, mark.To), mark.State) switch
        {
            (null or PeriodState.Reopened, PeriodState.InReview) or (PeriodState.InReview, PeriodState.Closed)
                or (PeriodState.InReview or PeriodState.Closed, PeriodState.Reopened) => null,
            (_, PeriodState.InReview) => Refusals.PeriodNotOpen(),
            (_, PeriodState.Closed) => Refusals.PeriodNotInReview(),
            _ => Refusals.PeriodNotClosed(),
        };
    }

    private static Refusal? CheckItems(SurveyIntroduced survey) =>
        Repeated(survey.Items.Select(i => i.Item)) is { } item ? Refusals.ItemRepeated(item.Value)
        : survey.Items.Select(i => Repeated(i.Answers.Select(a => a.Answer))).FirstOrDefault(a => a is not null) is { } answer
            ? Refusals.ItemRepeated(answer.Value)
        : null;

    private static Slug? Repeated(IEnumerable<Slug> keys) =>
        keys.GroupBy(k => k).Where(g => g.Count() > 1).Select(g => (Slug?)g.Key).FirstOrDefault();

    private static Refusal? CheckAnswers(Initiative state, Slug instrument, int version, IEnumerable<(string Item, string Answer)> given)
    {
        if (state.Instrument(instrument, version)?.Answers is not { } items)
            return Refusals.InstrumentUnknown(instrument.Value, version, state.DeclaredKeys("instrument").Distinct());
        foreach (var (item, answer) in given)
        {
            if (!items.TryGetValue(item, out var answers))
                return Refusals.ItemUnknown(item, items.Keys);
            if (!answers.Contains(answer))
                return Refusals.AnswerUnknown(item, answer, answers);
        }

        return null;
    }

    private static Refusal? CheckTally(SurveyTallied tally, Declaration instrument)
    {
        if (!Heads(tally.Respondents) || tally.Tallies.Values.SelectMany(i => i.Values).Any(n => !Heads(n)))
            return Refusals.CountOutOfRange(ParticipantsCounted.MaximumCount);
        return tally.Tallies.Where(i => instrument.TakesSeveral(i.Key) && i.Value.Values.Any(n => n > tally.Respondents))
                .Select(i => Refusals.AnswerExceedsRespondents(i.Key)).FirstOrDefault()
            ?? tally.Tallies.Where(i => !instrument.TakesSeveral(i.Key) && i.Value.Values.Sum(n => (long)n) > tally.Respondents)
                .Select(i => Refusals.TallyExceedsRespondents(i.Key)).FirstOrDefault();
    }

    private static Refusal? CheckAmounts(InitiativeFact fact) => fact switch
    {
        ActivityLogged a when (a.Hours is null) != (a.Start is not null && a.End is not null) || (a.Start is null) != (a.End is null) =>
            Refusals.TimesOrHours(),
        ActivityLogged { Hours: { } hours } when hours < 0 => Refusals.AmountOutOfRange(),
        SessionPlanned p when p.Capacity < 0 || p.Price < 0 => Refusals.AmountOutOfRange(),
        StrandRescheduled r when (r.Every is null) != (r.Unit is null) => Refusals.IntervalIncomplete(),
        StrandRescheduled { Every: { } every } when every <= 0 => Refusals.AmountOutOfRange(),
        TargetSet { Unit: null } => Refusals.TargetWithoutUnit(),
        TargetSet { Comparison: Comparison.AtLeast or Comparison.MoreThan, Unit: { } unit } t
            when Unit.FromWord(unit.Value).Class == UnitClass.Percent && t.Value > 0 && t.Value < 1 =>
            Refusals.TargetBelowOnePercent((t.Value * 100).ToString()),
        NarrativeWritten n when n.From is null || n.To is null => Refusals.NarrativeWithoutPeriod(),
        AttributeRecorded a when (a.On is null) == (a.Session is null) => Refusals.DayOrSession(),
        _ => null,
    };

    private static bool Heads(int number) => number is >= 0 and <= ParticipantsCounted.MaximumCount;

    private static string Iso(LocalDate? date) => date is { } d ? NodaTime.Text.LocalDatePattern.Iso.Format(d) : "";
}
