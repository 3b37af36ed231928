using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>Pure decisions: an event, nothing (if nothing would change), or a refusal.</summary>
public static class OrganisationDecisions
{
    /// <summary>How long a key is good at most. One that is forgotten ends by itself.</summary>
    private static readonly Duration s_longestKey = Duration.FromDays(366);

    /// <summary>How long an invitation is good.</summary>
    private static readonly Duration s_invited = Duration.FromDays(7);

    /// <summary>Whom it concerns may be dead by then.</summary>
    private const int MostYears = 50;

    /// <summary>Of one organisation.</summary>
    private const int MostKeys = 50, MostInvitations = 50;

    public static (OrganisationEvent? Event, Refusal? Refusal) Describe(Organisation? state, OrganisationDescribed profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (!OrganisationDescribed.IsPartialDate(profile.Founded))
            return (null, Refusals.FoundedIsNoDate(profile.Founded));
        return state?.Profile == profile ? (null, null) : (profile, null);
    }

    public static (OrganisationEvent? Event, Refusal? Refusal) Declare(Organisation? state, FiscalYearDeclared year)
    {
        ArgumentNullException.ThrowIfNull(year);
        if (!FiscalCalendar.IsMonth(year.FirstMonth))
            return (null, Refusals.MonthOutOfRange());
        return (state ?? new()).FirstMonth == year.FirstMonth ? (null, null) : (year, null);
    }

    public static (OrganisationEvent? Event, Refusal? Refusal) KeepNames(Organisation? state, RetentionDeclared rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Years is < 1 or > MostYears ? (null, Refusals.RetentionOutOfRange(MostYears))
            : state?.RetentionYears == rule.Years ? (null, null)
            : (rule, null);
    }

    /// <summary>Gives somebody a role, as a new member or instead of another role. An organisation with members always has an owner.</summary>
    /// <param name="cause">For a member whose role changes.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Give(Organisation? state, MemberId member, Role role, MembershipCause? cause) =>
        state?.RoleOf(member) switch
        {
            null when role != Role.Owner && !Owners(state).Any() => (null, Refusals.FirstMemberIsNoOwner()),
            null => (new MemberJoined(member, role), null),
            { } same when same == role => (null, null),
            Role.Owner when Owners(state).Count() == 1 => (null, Refusals.LastOwner()),
            _ when role == Role.Owner && state!.IsProgram(member) => (null, Refusals.ProgramIsNoOwner()),
            _ when cause is null => (null, Refusals.CauseMissing()),
            _ => (new RoleChanged(member, role, cause.Value), null),
        };

    public static (OrganisationEvent? Event, Refusal? Refusal) Remove(Organisation? state, MemberId member, MembershipCause cause) =>
        state?.RoleOf(member) switch
        {
            null => (null, Refusals.MemberUnknown(member.Value)),
            Role.Owner when Owners(state).Count() == 1 => (null, Refusals.LastOwner()),
            _ => (new MemberRemoved(member, cause), null),
        };

    /// <summary>Makes a key, with which a program acts as a member in a role until a moment.</summary>
    /// <param name="member">The program's; nobody has it yet.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) MakeKey(Organisation? state, MemberId member, Role role, Instant until, Instant now) =>
        role == Role.Owner ? (null, Refusals.ProgramIsNoOwner())
        : until <= now || until > now + s_longestKey ? (null, Refusals.KeyDuration((int)s_longestKey.TotalDays))
        : !Owners(state).Any() ? (null, Refusals.FirstMemberIsNoOwner())
        : state!.Programs?.Count >= MostKeys ? (null, Refusals.KeysTooMany(MostKeys))
        : (new KeyMade(member, role, until), null);

    /// <summary>Invites whoever has the link, for seven days.</summary>
    /// <param name="invitation">It follows from the secret in the link.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Invite(
        Organisation? state, InvitationId invitation, Role role, MembershipCause? cause, Instant now) =>
        !Owners(state).Any() ? (null, Refusals.FirstMemberIsNoOwner())
        : state!.Invitations?.Count >= MostInvitations ? (null, Refusals.InvitationsTooMany(MostInvitations))
        : (new MemberInvited(invitation, role, now + s_invited, cause), null);

    public static (OrganisationEvent? Event, Refusal? Refusal) Withdraw(Organisation? state, InvitationId invitation, MembershipCause cause) =>
        state?.Find(invitation) is null ? (null, Refusals.InvitationUnknown()) : (new InvitationWithdrawn(invitation, cause), null);

    /// <summary>Somebody shows the link of an invitation, and joins.</summary>
    public static (OrganisationEvent? Event, Refusal? Refusal) Join(Organisation? state, MemberId member, InvitationId invitation, Instant now) =>
        state?.Find(invitation) is not { } open || open.Until <= now ? (null, Refusals.InvitationUnknown())
        : state.RoleOf(member) is not null ? (null, Refusals.MemberAlready())
        : (new MemberJoined(member, open.Role, invitation), null);

    /// <summary>Records that what was known of a person is destroyed; who decides destroys it in the same transaction.</summary>
    /// <param name="persons">All ids of the person; none if nothing is known under the id that was asked for.</param>
    /// <param name="importing">A file comes in where the person is known, and would bring the name again.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Erase(ImmutableArray<PersonId> persons, ErasureGround ground, bool importing) =>
        persons.IsEmpty ? (null, Refusals.PersonUnknown())
        : importing ? (null, Refusals.ErasureWaitsForImport())
        : (new PersonErased([.. persons.OrderBy(p => p.Value, StringComparer.Ordinal)], ground), null);

    private static IEnumerable<string> Owners(Organisation? state) => state?.Members?.Where(m => m.Value == Role.Owner).Select(m => m.Key) ?? [];
}
