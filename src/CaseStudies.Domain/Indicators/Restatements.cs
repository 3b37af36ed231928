using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The changes of a closed period made after its closing, and their effect on its figures.</summary>
/// <param name="Changes">
/// In the order of coming into force. If the entries they name, and the entries of the sessions among them, were left as they
/// were, the figures would be those that were closed.
/// </param>
/// <param name="Figures">From what was closed to what is known now.</param>
public sealed record Restatements(ImmutableArray<LoggedChange> Changes, ImmutableArray<FigureChange> Figures)
{
    public static Restatements None { get; } = new([], []);

    /// <param name="rows">The rows of the entries table.</param>
    /// <param name="closedAt">The stream version of the closing. What was closed is what was known at that version.</param>
    /// <param name="frontier">The last stream version to read; null for now.</param>
    /// <remarks>
    /// A change is listed if it concerns the days of the period. Some figures depend on other days too (all visits so far, the year before):
    /// if figures still differ with those changes ignored, the entries that are counted differently are listed as well.
    /// </remarks>
    public static Restatements FromRows(IReadOnlyCollection<EntryRow> rows, Period period, int closedAt, int? frontier = null, Instant? asOf = null)
    {
        ImmutableArray<LoggedChange> since = [.. ChangeLog.FromRows(rows, frontier).Where(c => c.Version > closedAt)];
        if (since.IsEmpty)
            return None;
        var before = EntryBook.AsKnown(rows, closedAt, asOf is null ? null : rows.FirstOrDefault(r => r.Version == closedAt)?.RecordedAt);
        var closed = Compute(before, period);
        var listed = since.Where(c => c.Touches(period.From, period.To)).ToHashSet();
        for (var explained = false; !explained && listed.Count < since.Length;)
        {
            var ignoring = Compute(EntryBook.AsKnown(Without(rows, since, listed, frontier), null, asOf), period);
            explained = Same(closed, ignoring);
            if (!explained && !Add(listed, since, closed, ignoring))
                listed.UnionWith(since); // it cannot be told which changes explain the difference
        }

        return new([.. since.Where(listed.Contains)], Effects.Between(before, EntryBook.AsKnown(rows, frontier, asOf), period));
    }

    /// <summary>The rows as they would be without the listed changes since the closing.</summary>
    private static IEnumerable<EntryRow> Without(IReadOnlyCollection<EntryRow> rows, ImmutableArray<LoggedChange> since, HashSet<LoggedChange> listed,
        int? frontier)
    {
        var entries = listed.SelectMany(c => c.Entry is { } entry ? c.Carried.Append(entry) : c.Carried).ToHashSet();
        var sessions = listed.SelectMany(c => (InitiativeFact?[])[c.Before, c.After]).OfType<SessionHeld>().Select(s => s.Session).ToHashSet();
        var events = since.Where(c => listed.Contains(c) || (c.Entry is { } entry && entries.Contains(entry)) || On(c.Before) || On(c.After))
            .Select(c => c.Event).ToHashSet();
        return rows.Where(r => (frontier is null || r.Version <= frontier) && !events.Contains(r.Version)).OrderBy(r => r.Version)
            .Select((r, i) => r with { Version = i + 1 });

        bool On(InitiativeFact? fact) => fact?.InSession is { } session && sessions.Contains(session);
    }

    /// <summary>Adds the changes of entries that are counted differently. For a blocked figure these are all entries of its kinds.</summary>
    private static bool Add(HashSet<LoggedChange> listed, ImmutableArray<LoggedChange> since, List<Figure> closed, List<Figure> ignoring)
    {
        var counted = Counted(closed);
        counted.SymmetricExceptWith(Counted(ignoring));
        var entries = counted.Select(c => c.Entry).ToHashSet();
        var blocked = closed.Concat(ignoring).Where(IsBlocked).SelectMany(f => f.Definition.Formula.Kinds()).ToHashSet(StringComparer.Ordinal);
        var number = listed.Count;
        listed.UnionWith(since.Where(c => (c.Entry is { } entry && entries.Contains(entry)) || c.Carried.Any(entries.Contains) || blocked.Contains(c.Kind)));
        return listed.Count > number;
    }

    private static bool IsBlocked(Figure figure) => figure.Status == FigureStatus.Blocked || figure.Comparisons.Any(c => c.Status == FigureStatus.Blocked);

    private static List<Figure> Compute(EntryBook book, Period period) =>
        [.. Indicators.Figures.Adopted(book, period).Select(i => Indicators.Figures.Compute(i, book, period))];

    /// <summary>Whether two figures have the same values; their wording may change with the name of a thing.</summary>
    private static bool Same(List<Figure> some, List<Figure> others) =>
        some.Count == others.Count && some.Zip(others).All(f => f.First.Indicator == f.Second.Indicator
        && (f.First.Version, f.First.Status, f.First.Value, f.First.Target?.Value, f.First.Target?.Achieved) == (f.Second.Version, f.Second.Status,
            f.Second.Value, f.Second.Target?.Value, f.Second.Target?.Achieved)
        && f.First.Comparisons.Select(c => (c.Status, c.Value)).SequenceEqual(f.Second.Comparisons.Select(c => (c.Status, c.Value))));

    private static HashSet<(Slug Indicator, string Role, EntryId Entry, string As)> Counted(IEnumerable<Figure> figures) =>
        [.. from figure in figures from part in figure.Derivation.Parts from c in part.Counted
            select (figure.Indicator, part.Role, c.Entry, $"{c.Revision} {c.On} {c.Contribution} {c.Key}")];
}
