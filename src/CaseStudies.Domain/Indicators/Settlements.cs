using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>One way to settle a conflict or likely duplicates, and what it would do.</summary>
/// <param name="Withdraw">The entries to withdraw; none where all of them stay, because each is a happening of its own.</param>
/// <param name="Figures">Each figure concerned that would say something else, before and after.</param>
public sealed record Settlement(ImmutableArray<EntryId> Withdraw, ImmutableArray<FigureChange> Figures);

/// <summary>The ways to settle what waits for a person, each tried on the entries as they are. Nothing is recorded.</summary>
public static class Settlements
{
    /// <summary>Of how many entries ways are tried: each way folds all entries of the initiative again.</summary>
    private const int MostEntries = 6;

    /// <summary>Keeping each of the entries and withdrawing the others. None where too many contradict each other.</summary>
    /// <param name="figures">The figures that wait for it.</param>
    public static ImmutableArray<Settlement> Of(Conflict conflict, EntryBook book, Period period, IEnumerable<Slug> figures)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        return Tried(conflict.Entries, KeepingOne(conflict.Entries), book, period, figures);
    }

    /// <summary>Keeping one of the entries, or of a total and its parts the parts; and telling all of them apart. None where too many are alike.</summary>
    /// <param name="figures">The figures that count more than one of them.</param>
    public static ImmutableArray<Settlement> Of(LikelyDuplicate likely, EntryBook book, Period period, IEnumerable<Slug> figures)
    {
        ArgumentNullException.ThrowIfNull(likely);
        var withdrawals = likely.Likeness == Likeness.TotalAndParts ? [Total(likely.Entries)] : KeepingOne(likely.Entries);
        return Tried(likely.Entries, withdrawals.Append([]), book, period, figures);
    }

    private static IEnumerable<ImmutableArray<Entry>> KeepingOne(ImmutableArray<Entry> entries) =>
        entries.Select(kept => entries.Where(e => e != kept).ToImmutableArray());

    /// <summary>The headcounts of the group that is as large as all others together.</summary>
    private static ImmutableArray<Entry> Total(ImmutableArray<Entry> entries) =>
        [.. entries.GroupBy(e => ((ParticipantsCounted)e.Fact).Group).MaxBy(g => g.Sum(e => (long)((ParticipantsCounted)e.Fact).Count))!];

    private static ImmutableArray<Settlement> Tried(
        ImmutableArray<Entry> entries, IEnumerable<ImmutableArray<Entry>> ways, EntryBook book, Period period, IEnumerable<Slug> figures)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (entries.Length > MostEntries)
            return [];
        var concerned = figures.ToHashSet();
        return [.. ways.Select(withdrawn => new Settlement([.. withdrawn.Select(e => e.Id)],
            Effects.Between(book, book.With(withdrawn.IsEmpty ? ToldApart(entries) : Withdrawn(withdrawn)), period, i => concerned.Contains(i.Key))))];
    }

    private static IEnumerable<InitiativeEvent> Withdrawn(ImmutableArray<Entry> entries) =>
        entries.Select(e => new EntryWithdrawn(e.Id, new(ReasonCode.Duplicate)));

    private static IEnumerable<InitiativeEvent> ToldApart(ImmutableArray<Entry> entries) => [new EntriesToldApart([.. entries.Select(e => e.Id)], default)];
}
