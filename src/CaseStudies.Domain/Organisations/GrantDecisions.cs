using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>Pure decisions on what funders may read: an event, nothing (if nothing would change), or a refusal.</summary>
public static class GrantDecisions
{
    /// <summary>How long entries may be read at most. An audit ends.</summary>
    private static readonly Duration s_longestAudit = Duration.FromDays(366);

    /// <summary>In force at once, of one organisation.</summary>
    private const int MostGrants = 100;

    /// <summary>Named in one grant; whoever wants more grants all.</summary>
    private const int MostInitiatives = 200;

    /// <param name="own">The organisation that grants.</param>
    /// <param name="id">Which nobody has yet.</param>
    /// <param name="funderExists">Whether the funder is an organisation with members.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Make(
        Organisation? state, Slug own, GrantId id, Grant grant, bool funderExists, Instant now)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return grant.Funder == own || !funderExists ? (null, Refusals.FunderUnknown(grant.Funder.Value))
            : Check(grant, now) is { } refusal ? (null, refusal)
            : state?.Grants?.Values.Count(g => g.Until is not { } until || until > now) >= MostGrants ? (null, Refusals.GrantsTooMany(MostGrants))
            : (new GrantMade(id, grant.Funder, grant.Level, grant.From, Sorted(grant.Initiatives), grant.Auditor, grant.Until), null);
    }

    /// <summary>Takes some of it back.</summary>
    /// <param name="until">Null: as before.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Narrow(
        Organisation? state, GrantId id, ImmutableArray<Slug>? initiatives, GrantLevel level, Instant? until, GrantCause cause, Instant now)
    {
        if (Find(state, id) is not { } before)
            return (null, Refusals.GrantUnknown());
        var after = before with { Initiatives = Sorted(initiatives) ?? before.Initiatives, Level = level, Until = until ?? before.Until };
        return Check(after, now) is { } refusal ? (null, refusal)
            : !after.IsWithin(before) ? (null, Refusals.GrantWouldWiden())
            : before.IsWithin(after) ? (null, null)
            : (new GrantNarrowed(id, after.Level, cause, after.Initiatives, after.Until), null);
    }

    public static (OrganisationEvent? Event, Refusal? Refusal) Revoke(Organisation? state, GrantId id, GrantCause cause) =>
        Find(state, id) is null ? (null, Refusals.GrantUnknown()) : (new GrantRevoked(id, cause), null);

    private static Refusal? Check(Grant grant, Instant now) =>
        grant.Initiatives is { } some && some.Length is 0 or > MostInitiatives ? Refusals.GrantedInitiatives(MostInitiatives)
        : grant.Until is { } until && (until <= now || until <= grant.From) ? Refusals.GrantEndsBefore()
        : grant.Level == GrantLevel.Entries && grant.Auditor is null ? Refusals.AuditorMissing()
        : grant.Level == GrantLevel.Entries && (grant.Until is not { } end || end > now + s_longestAudit)
            ? Refusals.AuditDuration((int)s_longestAudit.TotalDays)
        : null;

    private static Grant? Find(Organisation? state, GrantId id) => state?.Grants?.GetValueOrDefault(id.ToString());

    /// <summary>As stored: each once, in their order.</summary>
    private static ImmutableArray<Slug>? Sorted(ImmutableArray<Slug>? initiatives) =>
        initiatives is { } some ? [.. some.Distinct().OrderBy(i => i.Value, StringComparer.Ordinal)] : null;
}
