using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CaseStudies.Domain.Indicators;

/// <summary>Entries of one kind.</summary>
/// <param name="Where">
/// Dimension → admitted values. A dimension of the session holds for what belongs to it; <c>answer.ITEM</c> is the answer to
/// an item of a survey.
/// </param>
/// <param name="Who">Only entries whose key belongs to this set.</param>
/// <param name="InForce">
/// For what has a beginning and an end (enrolments, roles, partnerships): not what began within the days, but what was in
/// force, whenever it began.
/// </param>
public sealed record Selection(
    string Kind, ImmutableSortedDictionary<string, ImmutableArray<string>>? Where = null, Membership? Who = null, InForce? InForce = null)
{
    /// <summary>Before the name of an item: the condition is on the answer to it.</summary>
    public const string AnswerPrefix = "answer.";

    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, ImmutableArray<string>>> Conditions => Where ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What a condition admits; nothing where there is no such condition.</summary>
    internal ImmutableArray<string> Admitted(string dimension) => Where is { } where && where.TryGetValue(dimension, out var values) && !values.IsDefault ? values : [];
}

/// <summary>Keys with at least so many entries of a kind on or before the last of the days that count, whenever they began.</summary>
/// <param name="By">What is compared: sessions, partners …; null for people.</param>
public sealed record Membership(Selection Of, int AtLeast = 1, string? By = null)
{
    /// <summary>The dimension by which keys are compared.</summary>
    [JsonIgnore]
    public string Key => By ?? "person";
}

/// <summary>When a state must hold. Its first and its last day are days on which it holds.</summary>
public enum InForce
{
    /// <summary>On the last of the days that count.</summary>
    AtEnd,

    /// <summary>On at least one of them.</summary>
    During,
}
