using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>Likely duplicates among the entries counted.</content>
internal sealed partial class Evaluation
{
    /// <summary>The likely duplicates counted more than once, by themselves or through what belongs to their sessions. Says how many they are.</summary>
    public ImmutableArray<LikelyDuplicate> NoteLikelyDuplicates(Formula formula)
    {
        // The latest of several values adds nothing up.
        if (formula is Latest || LikelyDuplicates.In(book) is not { IsEmpty: false } duplicates)
            return [];
        var counted = new HashSet<EntryId>();
        var members = Members(formula, duplicates);
        foreach (var one in _parts.SelectMany(p => p.Counted).Where(c => c.Contribution != 0))
        {
            if (members.TryGetValue(one.Entry, out var member))
                counted.Add(member);
        }

        var twice = duplicates.Where(d => d.Entries.Count(e => counted.Contains(e.Id)) > 1).ToImmutableArray();
        if (!twice.IsEmpty)
            Note(Sentences.LikelyDuplicates(twice.Length, twice[0].On));
        return twice;
    }

    /// <summary>For each entry that may be counted: which of the likely duplicates it is, or to which of the sessions among them it belongs.</summary>
    private Dictionary<EntryId, EntryId> Members(Formula formula, IEnumerable<LikelyDuplicate> duplicates)
    {
        var (members, sessions) = (new Dictionary<EntryId, EntryId>(), new Dictionary<SessionId, EntryId>());
        foreach (var entry in duplicates.SelectMany(d => d.Entries))
        {
            members[entry.Id] = entry.Id;
            if (entry.Fact is SessionHeld held)
                sessions[held.Session] = entry.Id;
        }

        foreach (var kind in sessions.Count == 0 ? [] : formula.Kinds().Distinct().Where(k => InitiativeEventCatalogue.Facts[k].OfSession))
        {
            foreach (var entry in book.OfKind(kind))
            {
                if (entry.Fact.InSession is { } session && sessions.TryGetValue(session, out var held))
                    members[entry.Id] = held;
            }
        }

        return members;
    }
}
