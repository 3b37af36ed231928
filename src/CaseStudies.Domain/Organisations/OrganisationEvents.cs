using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

// NOTE: names and members are the storage format, as for initiatives.

/// <summary>An event of an organisation. Its stream is stored next to those of its initiatives.</summary>
public abstract record OrganisationEvent;

/// <summary>The month in which the organisation's fiscal year (年度) begins. The latest one holds, for past years too. No recorded data depends on it.</summary>
/// <param name="FirstMonth">From 1 to 12.</param>
public sealed record FiscalYearDeclared(int FirstMonth) : OrganisationEvent;

/// <summary>Somebody belongs to the organisation from now on.</summary>
/// <param name="Member">A random id; who it is, is not in the event.</param>
/// <param name="Invitation">By which they came, if an owner did not name them by their id.</param>
public sealed record MemberJoined(MemberId Member, Role Role, InvitationId? Invitation = null) : OrganisationEvent;

/// <summary>Whoever has the link of this invitation may join in a role, once, until a moment.</summary>
/// <param name="Cause">Why, if the owner said so.</param>
public sealed record MemberInvited(InvitationId Invitation, Role Role, Instant Until, MembershipCause? Cause = null) : OrganisationEvent;

/// <summary>The link of an invitation is of no use any more.</summary>
public sealed record InvitationWithdrawn(InvitationId Invitation, MembershipCause Cause) : OrganisationEvent;

/// <summary>A program belongs to the organisation until a moment, as a member does. It shows a key, of which nothing is in the event.</summary>
/// <param name="Member">A random id.</param>
/// <param name="Until">From this moment on the key opens nothing any more.</param>
public sealed record KeyMade(MemberId Member, Role Role, Instant Until) : OrganisationEvent;

/// <summary>A member has another role from now on.</summary>
public sealed record RoleChanged(MemberId Member, Role Role, MembershipCause Cause) : OrganisationEvent;

/// <summary>Somebody does not belong to the organisation any more, or a program whose key is revoked. What they recorded stays.</summary>
public sealed record MemberRemoved(MemberId Member, MembershipCause Cause) : OrganisationEvent;

/// <summary>The members of a funder may read something of the organisation.</summary>
/// <inheritdoc cref="Organisations.Grant"/>
public sealed record GrantMade(
    GrantId Grant, Slug Funder, GrantLevel Level, Instant From, ImmutableArray<Slug>? Initiatives = null, MemberId? Auditor = null, Instant? Until = null)
    : OrganisationEvent;

/// <summary>From now on a grant allows this, which is less than before.</summary>
/// <inheritdoc cref="Organisations.Grant"/>
public sealed record GrantNarrowed(
    GrantId Grant, GrantLevel Level, GrantCause Cause, ImmutableArray<Slug>? Initiatives = null, Instant? Until = null) : OrganisationEvent;

/// <summary>A grant allows nothing any more.</summary>
public sealed record GrantRevoked(GrantId Grant, GrantCause Cause) : OrganisationEvent;

/// <summary>Whoever has the link of this share may read a figure.</summary>
/// <inheritdoc cref="SharedFigure"/>
public sealed record FigureShared(ShareId Share, Slug Initiative, Slug Indicator, LocalDate From, LocalDate To, Instant Until) : OrganisationEvent;

/// <summary>The link of a share shows nothing any more.</summary>
public sealed record ShareRevoked(ShareId Share, GrantCause Cause) : OrganisationEvent;

/// <summary>
/// After how many years without any entry the organisation no longer wants to know who somebody was; the latest one holds. The program proposes whom to erase,
/// and a person decides.
/// </summary>
/// <param name="Years">Null: nobody is proposed any more.</param>
public sealed record RetentionDeclared(int? Years = null) : OrganisationEvent;

/// <summary>What the vault held of a person was destroyed. Entries and figures stay, under ids of which nobody can find out any more whose they are.</summary>
/// <param name="Persons">All ids of the person: initiatives may know somebody under several.</param>
public sealed record PersonErased(ImmutableArray<PersonId> Persons, ErasureGround Ground) : OrganisationEvent;

/// <summary>The organisation's public profile; the latest one holds.</summary>
/// <param name="Founded">A year, a month or a day, as far as it is known: <c>2007-02</c>.</param>
public sealed partial record OrganisationDescribed(
    PublicText Name, PublicText LegalForm, string Founded, PublicText Prefecture, PublicText Municipality) : OrganisationEvent
{
    public static bool IsPartialDate(string text) => PartialDate().IsMatch(text);

    [GeneratedRegex(@"\A[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?\z")]
    private static partial Regex PartialDate();
}
