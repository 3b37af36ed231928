using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>The current state of an organisation.</summary>
/// <param name="Profile">Null until somebody describes it.</param>
/// <param name="FirstMonth">The first month of its fiscal year, 1 to 12.</param>
/// <param name="Members">The roles of its members, by their ids; null until the first one joins.</param>
/// <param name="Programs">Which members are programs, and until when their keys are good; null until the first key is made.</param>
/// <param name="Erased">The ids of people who were erased; null until the first one was.</param>
/// <param name="Grants">What funders may read, by the ids of the grants that were not revoked; null until the first one is made.</param>
/// <param name="Invitations">Those that nobody has used or withdrawn, by their ids; null until the first one is made.</param>
/// <param name="Shares">Links that show a figure and were not revoked, by their ids; null until the first one is made.</param>
/// <param name="RetentionYears">After how many years without any entry people are proposed for erasure; null: never.</param>
public sealed record Organisation(
    OrganisationDescribed? Profile = null, int FirstMonth = 4, ImmutableSortedDictionary<string, Role>? Members = null,
    ImmutableSortedDictionary<string, Instant>? Programs = null, ImmutableSortedSet<string>? Erased = null,
    ImmutableSortedDictionary<string, Grant>? Grants = null, ImmutableSortedDictionary<string, Invitation>? Invitations = null,
    ImmutableSortedDictionary<string, SharedFigure>? Shares = null, int? RetentionYears = null)
{
    private static readonly ImmutableSortedDictionary<string, Role> s_nobody = ImmutableSortedDictionary.Create<string, Role>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, Instant> s_none = ImmutableSortedDictionary.Create<string, Instant>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, Grant> s_nothing = ImmutableSortedDictionary.Create<string, Grant>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, Invitation> s_uninvited =
        ImmutableSortedDictionary.Create<string, Invitation>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, SharedFigure> s_unshared =
        ImmutableSortedDictionary.Create<string, SharedFigure>(StringComparer.Ordinal);
    private static readonly ImmutableSortedSet<string> s_noOne = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    [JsonIgnore]
    public FiscalCalendar Calendar => new(FirstMonth);

    /// <summary>The member's role; null for everybody else.</summary>
    public Role? RoleOf(MemberId member) => RoleOf(member.ToSubject());

    /// <summary>The same for whoever has signed in.</summary>
    public Role? RoleOf(SubjectId by) => Members is { } all && all.TryGetValue(by.Value, out var role) ? role : null;

    /// <summary>Null for one that was used or withdrawn, or never made. Whether its time is over is not asked here.</summary>
    public Invitation? Find(InvitationId invitation) => Invitations?.GetValueOrDefault(invitation.ToString());

    /// <summary>Null for one that was revoked or never made. Whether its time is over is not asked here.</summary>
    public SharedFigure? Find(ShareId share) => Shares?.GetValueOrDefault(share.ToString());

    public bool IsProgram(MemberId member) => IsProgram(member.ToSubject());

    /// <inheritdoc cref="IsProgram(MemberId)"/>
    public bool IsProgram(SubjectId by) => Programs?.ContainsKey(by.Value) == true;

    /// <summary>Whether a fact names somebody who was erased. What it says privately is gone.</summary>
    public bool IsErased(InitiativeFact fact) =>
        Erased is { } gone && InitiativeEventCatalogue.ShapeOf(fact).PersonsOf(fact).Any(p => gone.Contains(p.Value));

    public static Organisation Evolve(Organisation? state, OrganisationEvent e) => e switch
    {
        OrganisationDescribed described => (state ?? new()) with { Profile = described },
        RetentionDeclared rule => (state ?? new()) with { RetentionYears = rule.Years },
        FiscalYearDeclared declared => (state ?? new()) with { FirstMonth = declared.FirstMonth },
        MemberJoined { Invitation: { } used } joined => Without(With(state, joined.Member, joined.Role), used),
        MemberJoined joined => With(state, joined.Member, joined.Role),
        MemberInvited invited => (state ?? new()) with
        {
            Invitations = (state?.Invitations ?? s_uninvited).SetItem(invited.Invitation.ToString(), new(invited.Role, invited.Until)),
        },
        InvitationWithdrawn withdrawn => Without(state ?? new(), withdrawn.Invitation),
        KeyMade key => With(state, key.Member, key.Role) with { Programs = (state?.Programs ?? s_none).SetItem(key.Member.Value, key.Until) },
        RoleChanged changed => With(state, changed.Member, changed.Role),
        MemberRemoved removed => (state ?? new()) with
        {
            Members = state?.Members?.Remove(removed.Member.Value), Programs = state?.Programs?.Remove(removed.Member.Value),
        },
        PersonErased erased => (state ?? new()) with { Erased = (state?.Erased ?? s_noOne).Union(erased.Persons.Select(p => p.Value)) },
        GrantMade made => With(state, made.Grant, new(made.Funder, made.Level, made.From, made.Initiatives, made.Auditor, made.Until)),
        GrantNarrowed less when state?.Grants?.GetValueOrDefault(less.Grant.ToString()) is { } grant =>
            With(state, less.Grant, grant with { Initiatives = less.Initiatives, Level = less.Level, Until = less.Until }),
        GrantRevoked revoked => (state ?? new()) with { Grants = state?.Grants?.Remove(revoked.Grant.ToString()) },
        FigureShared shared => (state ?? new()) with
        {
            Shares = (state?.Shares ?? s_unshared).SetItem(
                shared.Share.ToString(), new(shared.Initiative, shared.Indicator, shared.From, shared.To, shared.Until)),
        },
        ShareRevoked revoked => (state ?? new()) with { Shares = state?.Shares?.Remove(revoked.Share.ToString()) },
        _ => state ?? throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private static Organisation With(Organisation? state, GrantId id, Grant grant) =>
        (state ?? new()) with { Grants = (state?.Grants ?? s_nothing).SetItem(id.ToString(), grant) };

    private static Organisation With(Organisation? state, MemberId member, Role role) =>
        (state ?? new()) with { Members = (state?.Members ?? s_nobody).SetItem(member.Value, role) };

    private static Organisation Without(Organisation state, InvitationId invitation) =>
        state with { Invitations = state.Invitations?.Remove(invitation.ToString()) };
}

/// <summary>An invitation that nobody has used yet.</summary>
public sealed record Invitation(Role Role, Instant Until);
