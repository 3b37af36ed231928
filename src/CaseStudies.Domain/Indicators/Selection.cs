using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CaseStudies.Domain.Indicators;

/// <summary>Entries of one kind.</summary>
/// <param name="Where">
/// Dimension → admitted values. A dimension of a session applies to its entries; <c>answer.ITEM</c> is the answer to
/// an item of a survey.
/// </param>
/// <param name="Who">Only entries whose key belongs to this set.</param>
/// <param name="InForce">
/// For enrolments, roles and partnerships: not what began within the days, but what was in
/// force, whenever it began.
/// </param>
public sealed record Selection(
    string Kind, ImmutableSortedDictionary<string, ImmutableArray<string>>? Where = null, Membership? Who = null, InForce? InForce = null)
{
    /// <summary>The prefix of a condition on the answer to an item.</summary>
    public const string AnswerPrefix = "answer.";

    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, ImmutableArray<string>>> Conditions => Where ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>The values that a condition admits; none where there is no such condition.</summary>
    internal ImmutableArray<string> Admitted(string dimension) =>
        Where is { } where && where.TryGetValue(dimension, out var values) && !values.IsDefault ? values : [];
}

/// <summary>Keys with at least this many entries of a kind.</summary>
/// <param name="Over">The days on which these entries lie. There is no default: regular visitors are those of the year, members those of ever.</param>
/// <param name="By">The dimension that is compared (sessions, partners …); null for people.</param>
public sealed record Membership(Selection Of, MembershipDays Over, int AtLeast = 1, string? By = null)
{
    /// <summary>The dimension by which keys are compared.</summary>
    [JsonIgnore]
    public string Key => By ?? "person";
}

/// <summary>The days whose entries decide who belongs.</summary>
public enum MembershipDays
{
    /// <summary>The days counted, like the entries that are chosen by it.</summary>
    Counted,

    /// <summary>All days up to the last day counted.</summary>
    Ever,
}

/// <summary>When a state must be in force. It is in force on its first and on its last day.</summary>
public enum InForce
{
    /// <summary>On the last day counted.</summary>
    AtEnd,

    /// <summary>On at least one of the days counted.</summary>
    During,
}
