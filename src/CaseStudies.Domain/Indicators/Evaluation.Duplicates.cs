using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>Likely duplicates among the entries counted.</content>
internal sealed partial class Evaluation
{
    /// <summary>The roles of what was declared: of several values the latest holds, and none is added.</summary>
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    /// <summary>What a minimum of several was asked of. It adds nothing to the value, and yet decides who is in it.</summary>
    private readonly HashSet<EntryId> _towardsMinimum = [];

    internal void CountTowards(int minimum, IEnumerable<EntryId> entries)
    {
        if (minimum > 1)
            _towardsMinimum.UnionWith(entries);
    }

    /// <summary>The likely duplicates counted more than once, by themselves or through what belongs to their sessions. Says how many they are.</summary>
    public ImmutableArray<LikelyDuplicate> NoteLikelyDuplicates(Formula formula)
    {
        if (LikelyDuplicates.In(book) is not { IsEmpty: false } duplicates)
            return [];
        var counted = _parts.Where(p => !_declared.Contains(p.Role)).SelectMany(p => p.Counted).Where(c => c.Contribution != 0)
            .Select(c => c.Entry).Concat(_towardsMinimum).ToHashSet();
        // A headcount can be one of its own, and belong to a session that is one.
        var sessions = SessionsOf(formula, duplicates);
        counted.UnionWith(counted.Where(sessions.ContainsKey).Select(e => sessions[e]).ToList());

        var twice = duplicates.Where(d => d.Entries.Count(e => counted.Contains(e.Id)) > 1).ToImmutableArray();
        if (!twice.IsEmpty)
            Note(Sentences.LikelyDuplicates(twice.Length, twice[0].On));
        return twice;
    }

    /// <summary>For each entry that may be counted and belongs to one of the sessions among the likely duplicates: that session.</summary>
    private Dictionary<EntryId, EntryId> SessionsOf(Formula formula, IEnumerable<LikelyDuplicate> duplicates)
    {
        var (of, sessions) = (new Dictionary<EntryId, EntryId>(), new Dictionary<SessionId, EntryId>());
        foreach (var entry in duplicates.SelectMany(d => d.Entries))
        {
            if (entry.Fact is SessionHeld held)
                sessions[held.Session] = entry.Id;
        }

        foreach (var kind in sessions.Count == 0 ? [] : formula.Kinds().Distinct().Where(k => InitiativeEventCatalogue.Facts[k].OfSession))
        {
            foreach (var entry in book.OfKind(kind).Where(e => e.InForce))
            {
                if (entry.Fact.InSession is { } session && sessions.TryGetValue(session, out var held))
                    of[entry.Id] = held;
            }
        }

        return of;
    }
}
