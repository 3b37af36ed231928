using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>What an organisation lets the members of a funder read.</summary>
/// <param name="Funder">An organisation with members of its own.</param>
/// <param name="From">Before this moment it allows nothing.</param>
/// <param name="Initiatives">Null: all, also those that are opened later.</param>
/// <param name="Auditor">The one member of the funder whom it is for; null: each member.</param>
/// <param name="Until">From this moment on it allows nothing any more; null: until it is revoked.</param>
public sealed record Grant(
    Slug Funder, GrantLevel Level, Instant From, ImmutableArray<Slug>? Initiatives = null, MemberId? Auditor = null, Instant? Until = null)
{
    /// <summary>Whether it allows anything at a moment.</summary>
    public bool IsInForce(Instant now) => From <= now && (Until is not { } until || now < until);

    /// <summary>Whether it allows a member of the funder to read an initiative.</summary>
    public bool Allows(SubjectId member, Slug initiative, Instant now) =>
        IsInForce(now) && (Initiatives is not { } some || some.Contains(initiative)) && (Auditor is not { } auditor || auditor.ToSubject() == member);

    /// <summary>Whether it allows no more than another one to the same funder.</summary>
    public bool IsWithin(Grant other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Level <= other.Level
            && (other.Initiatives is not { } wide || (Initiatives is { } some && some.All(wide.Contains)))
            && (other.Until is not { } last || (Until is { } until && until <= last));
    }
}
