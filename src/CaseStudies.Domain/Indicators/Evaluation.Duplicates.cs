using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Likely duplicates among the entries counted.</content>
internal sealed partial class Evaluation
{
    /// <summary>Says how many likely duplicates are counted more than once, by themselves or through what belongs to their sessions.</summary>
    public int NoteLikelyDuplicates(Formula formula)
    {
        // The latest of several values adds nothing up.
        if (formula is Latest || LikelyDuplicates.In(book) is not { IsEmpty: false } duplicates)
            return 0;
        var entries = new HashSet<EntryId>();
        var sessions = new HashSet<SessionId>();
        foreach (var counted in _parts.SelectMany(p => p.Counted).Where(c => c.Contribution != 0))
        {
            entries.Add(counted.Entry);
            if (book.Revision(counted.Entry, counted.Revision)?.Fact.InSession is { } session)
                sessions.Add(session);
        }

        var (number, first) = (0, (LocalDate?)null);
        foreach (var duplicate in duplicates.Where(d => d.Entries.Count(IsCounted) > 1))
            (number, first) = (number + 1, first ?? duplicate.On);
        if (number > 0)
            Note(Sentences.LikelyDuplicates(number, first));
        return number;

        bool IsCounted(Entry entry) => entries.Contains(entry.Id) || (entry.Fact is SessionHeld held && sessions.Contains(held.Session));
    }
}
