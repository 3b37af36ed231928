using System.Collections.Frozen;
using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// The keys that stand in facts and definitions, by dimension. They are few, as people, sessions and threads are not kept, and none is taken out when a
/// fact is changed: a change does not say what it replaces.
/// </summary>
/// <param name="Recorded">Those in facts.</param>
/// <param name="Named">Those in definitions.</param>
public sealed record UsedKeys(
    ImmutableSortedDictionary<string, ImmutableArray<string>> Recorded, ImmutableSortedDictionary<string, ImmutableArray<string>> Named)
{
    /// <summary>Threads are as many as there are notes. Strands and instruments are known by the facts with which they begin.</summary>
    private static readonly FrozenSet<string> s_notKept = ["thread", "strand", "instrument", "dimension", "term"];

    internal static UsedKeys None { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    internal bool Contains(string dimension, string key) => Contains(Recorded, dimension, key) || Contains(Named, dimension, key);

    internal IEnumerable<string> Of(string dimension) => Find(Recorded, dimension).Concat(Find(Named, dimension));

    internal UsedKeys With(InitiativeFact fact) => fact switch
    {
        // It declares its partner, and whoever withdraws it takes the key back.
        PartnerLinked or PartnerContacted { Name: not null } => WithRecorded(fact, except: "partner"),
        IndicatorAdopted i => WithRecorded(fact).WithNamed(i.Definition),
        IndicatorRevised i => WithRecorded(fact).WithNamed(i.Definition),
        _ => WithRecorded(fact),
    };

    private UsedKeys WithRecorded(InitiativeFact fact, string? except = null)
    {
        var recorded = Recorded;
        foreach (var member in InitiativeEventCatalogue.KeysOf(fact))
        {
            if (member.Dimension != except && !s_notKept.Contains(member.Dimension) && member.Read(fact) is { } key)
                recorded = With(recorded, member.Dimension, key);
        }

        return recorded == Recorded ? this : this with { Recorded = recorded };
    }

    private UsedKeys WithNamed(Indicator definition)
    {
        var named = Named;
        foreach (var key in NamedKeys.Of(definition).Where(k => k.Instrument is null && !s_notKept.Contains(k.Dimension)))
            named = With(named, key.Dimension, key.Key);
        return named == Named ? this : this with { Named = named };
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> With(
        ImmutableSortedDictionary<string, ImmutableArray<string>> all, string dimension, string key)
    {
        var keys = Find(all, dimension);
        var at = keys.BinarySearch(key, StringComparer.Ordinal);
        return at >= 0 ? all : all.SetItem(dimension, keys.Insert(~at, key));
    }

    private static bool Contains(ImmutableSortedDictionary<string, ImmutableArray<string>> all, string dimension, string key) =>
        Find(all, dimension).BinarySearch(key, StringComparer.Ordinal) >= 0;

    private static ImmutableArray<string> Find(ImmutableSortedDictionary<string, ImmutableArray<string>> all, string dimension) =>
        all.TryGetValue(dimension, out var keys) ? keys : [];
}
