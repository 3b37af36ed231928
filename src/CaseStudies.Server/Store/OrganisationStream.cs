using System.Collections.Frozen;
using CaseStudies.Domain.Organisations;

namespace CaseStudies.Server.Store;

/// <summary>The stream of an organisation's own events, beside those of its initiatives.</summary>
internal static class OrganisationStream
{
    /// <summary>No initiative can have this key, since slugs have no colon.</summary>
    public const string Key = "organisation:profile";

    /// <summary>Its events by the names under which they are stored.</summary>
    public static FrozenDictionary<string, Type> Kinds { get; } = new Dictionary<string, Type>
    {
        ["organisation_described"] = typeof(OrganisationDescribed),
        ["fiscal_year_declared"] = typeof(FiscalYearDeclared),
        ["member_joined"] = typeof(MemberJoined),
        ["member_invited"] = typeof(MemberInvited),
        ["invitation_withdrawn"] = typeof(InvitationWithdrawn),
        ["key_made"] = typeof(KeyMade),
        ["role_changed"] = typeof(RoleChanged),
        ["member_removed"] = typeof(MemberRemoved),
        ["grant_made"] = typeof(GrantMade),
        ["grant_narrowed"] = typeof(GrantNarrowed),
        ["grant_revoked"] = typeof(GrantRevoked),
        ["retention_declared"] = typeof(RetentionDeclared),
        ["figure_shared"] = typeof(FigureShared),
        ["share_revoked"] = typeof(ShareRevoked),
        ["person_erased"] = typeof(PersonErased),
    }.ToFrozenDictionary();

    /// <summary>Marten opens this stream after a failed save, to fill sequence numbers. It holds nothing that anybody recorded.</summary>
    public const string Tombstones = "mt_tombstone";

    /// <summary>In SQL: a stream, as <c>s</c>, is an initiative's.</summary>
    public const string IsInitiative = $"s.id not in ('{Key}', '{Tombstones}')";
}
