using System.Collections.Frozen;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>Which role a command on an initiative needs, by what it says. Pure, as decisions are.</summary>
public static class Permissions
{
    /// <summary>What the figures are held against, and the frame of the initiative itself.</summary>
    private static readonly FrozenSet<Type> s_managers = FrozenSet.Create(
        typeof(InitiativeOpened), typeof(InitiativeRenamed), typeof(InitiativeRescoped), typeof(InitiativePaused), typeof(InitiativeClosed),
        typeof(InitiativeReopened), typeof(InitiativeContinued), typeof(PeriodMarked), typeof(IndicatorAdopted), typeof(IndicatorRevised),
        typeof(IndicatorRetired), typeof(TargetSet), typeof(BaselineRecorded));

    /// <summary>What others record with, and what settles doubts.</summary>
    private static readonly FrozenSet<Type> s_staff = FrozenSet.Create(
        typeof(StrandStarted), typeof(StrandEnded), typeof(StrandRenamed), typeof(StrandPaused), typeof(StrandRescheduled), typeof(MonthConfirmedEmpty),
        typeof(TermDefined), typeof(SurveyIntroduced), typeof(NarrativeWritten), typeof(PeopleMerged), typeof(EntriesToldApart), typeof(EntriesConfirmed));

    /// <summary>What is logged as it happens.</summary>
    private static readonly FrozenSet<Type> s_recorders = FrozenSet.Create(
        typeof(SessionHeld), typeof(SessionPlanned), typeof(SessionCancelled), typeof(ParticipantsCounted), typeof(PersonAttended), typeof(QuantityObserved),
        typeof(AttributeRecorded), typeof(ActivityLogged), typeof(PersonEnrolled), typeof(RoleTaken), typeof(RoleEnded), typeof(PersonPaused),
        typeof(PersonLeft), typeof(StageReached), typeof(ConsultationReceived), typeof(VoiceRecorded), typeof(PhotoTaken), typeof(NoteExchanged),
        typeof(PartnerLinked), typeof(PartnerUnlinked), typeof(PartnerAttended), typeof(PartnerContacted), typeof(PartnerContributed),
        typeof(ReferralMade), typeof(ReferralReceived), typeof(MilestoneReached), typeof(OutcomeObserved), typeof(SurveyResponseRecorded),
        typeof(SurveyTallied), typeof(FollowUpRecorded));

    /// <summary>The lowest role that may record a kind of fact.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kind that nobody has given a role.</exception>
    public static Role RoleFor(Type fact) =>
        s_recorders.Contains(fact) ? Role.Recorder
        : s_staff.Contains(fact) ? Role.Staff
        : s_managers.Contains(fact) ? Role.Manager
        : throw new ArgumentOutOfRangeException(nameof(fact), fact, "No role is named for this kind of fact.");

    /// <param name="role">That of the sender.</param>
    /// <param name="timeZone">The initiative's, in which a day begins; null for one that does not exist.</param>
    /// <returns>Null if the sender may. Whether the command is otherwise right is left to <see cref="InitiativeDecisions"/>.</returns>
    public static Refusal? Check(Role role, SubjectId by, string? timeZone, InitiativeCommand command, DecisionContext context, Instant now)
    {
        ArgumentNullException.ThrowIfNull(context);
        return role == Role.Owner ? null : command switch
        {
            RecordFacts record => record.Facts.Index().Select(f => Least(role, f.Item).Within($"/facts/{f.Index}")).FirstOrDefault(r => r is not null),
            UndoAct => context.Past.Select(p => Least(role, p.Before ?? p.After) ?? Own(p.Entry)).FirstOrDefault(r => r is not null),
            BeginImport or CompleteImport or AbandonImport or UndoImport => Least(role, Role.Staff),
            _ => InitiativeDecisions.ChangesNamed(command).Select(c => Least(role, c.Replacement)
                ?? Least(role, context.Entries.GetValueOrDefault(c.Entry)?.Fact) ?? Own(c.Entry)).FirstOrDefault(r => r is not null),
        };

        Refusal? Own(EntryId entry) => role >= Role.Staff || context.Entries.GetValueOrDefault(entry) is not { } head ? null
            : role < Role.Recorder ? Refusals.RoleInsufficient(role, Role.Recorder)
            : head.RecordedBy == by && head.RecordedAt is { } at && timeZone is not null && Day(at, timeZone) == Day(now, timeZone) ? null
            : Refusals.NotOwnOfToday();
    }

    private static Refusal? Least(Role role, InitiativeFact? fact) => fact is null ? null : Least(role, RoleFor(fact.GetType()));

    private static Refusal? Least(Role role, Role needed) => role >= needed ? null : Refusals.RoleInsufficient(role, needed);

    private static LocalDate? Day(Instant at, string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is { } zone ? at.InZone(zone).Date : null;
}
