using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Entries;

/// <summary>The headcounts of one session that divide it by one scheme, in one unit. Those of nobody are left out.</summary>
internal sealed class Division
{
    private Division((SessionId, Slug, HeadUnit) key, ImmutableArray<Entry> entries)
    {
        ((Session, Scheme, Unit), Entries) = (key, entries);
        // There are few groups: comparing is faster than hashing.
        var heads = new List<(Slug Group, long Heads)>();
        foreach (var entry in entries)
        {
            var counted = (ParticipantsCounted)entry.Fact;
            var at = heads.FindIndex(h => h.Group == counted.Group);
            if (at < 0)
                heads.Add((counted.Group, counted.Count));
            else
                heads[at] = (counted.Group, heads[at].Heads + counted.Count);
        }

        Groups = [.. heads.Select(h => h.Group)];
        if (heads.Count > 2 && heads.MaxBy(h => h.Heads) is var largest && largest.Heads * 2 == heads.Sum(h => h.Heads))
            Total = largest.Group;
    }

    public SessionId Session { get; }

    public Slug Scheme { get; }

    public HeadUnit Unit { get; }

    /// <summary>In the order in which they became known.</summary>
    public ImmutableArray<Entry> Entries { get; }

    public ImmutableArray<Slug> Groups { get; }

    /// <summary>The group that is as large as all others together, where there are at least two of them; null where none is.</summary>
    public Slug? Total { get; }

    /// <summary>The divisions with these entries too. What is given stays as it is.</summary>
    /// <param name="divisions">Of entries that became known earlier; none to begin with.</param>
    /// <param name="later">Headcounts, in the order in which they became known.</param>
    public static Dictionary<(SessionId, Slug, HeadUnit), Division> With(
        Dictionary<(SessionId, Slug, HeadUnit), Division> divisions, IEnumerable<Entry> later)
    {
        var added = later.Where(e => e.InForce && ((ParticipantsCounted)e.Fact).Count > 0).GroupBy(Key).ToList();
        if (added.Count == 0)
            return divisions;
        var all = new Dictionary<(SessionId, Slug, HeadUnit), Division>(divisions);
        foreach (var entries in added)
            all[entries.Key] = new(entries.Key, [.. all.GetValueOrDefault(entries.Key)?.Entries ?? [], .. entries]);
        return all;
    }

    private static (SessionId, Slug, HeadUnit) Key(Entry entry)
    {
        var counted = (ParticipantsCounted)entry.Fact;
        return (counted.Session, counted.Scheme, counted.Unit);
    }
}
