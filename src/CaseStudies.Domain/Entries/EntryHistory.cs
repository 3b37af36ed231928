using System.Collections.Concurrent;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>All rows of one initiative, folded once. It gives the book of every frontier and goes on with later rows, without folding again.</summary>
/// <remarks>It never changes: <see cref="With"/> gives a longer one, and this one still says what it said. Many readings may use it at once.</remarks>
public sealed class EntryHistory
{
    private readonly EntryFold _fold;
    private readonly KnownEntries _known;
    private KnownEntries? _earlier;

    private EntryHistory(EntryFold fold, KnownEntries? earlier = null) => (_fold, _known) = (fold, fold.Known(earlier));

    /// <summary>The last stream version; 0 where there is no row.</summary>
    public int Last => _known.Last;

    /// <summary>The initiative's time zone; that of Japan until the initiative is opened.</summary>
    public DateTimeZone Zone => _known.Zone ?? EntryBook.Japan;

    /// <summary>
    /// What <see cref="Indicators.ClosedPeriods"/> has found out: of a period, and of what was known before and after an act, the events that altered figures.
    /// It follows from rows that stay, so histories that go on from this one share it.
    /// </summary>
    internal ConcurrentDictionary<(LocalDate From, LocalDate To, int Before, int After), IReadOnlySet<ChangeId>> Altering => _fold.Altering;

    /// <summary>In the order of their versions.</summary>
    public IReadOnlyList<EntryRow> Rows => _known.Rows;

    /// <param name="rows">The rows of the entries table, in any order.</param>
    public static EntryHistory FromRows(IEnumerable<EntryRow> rows)
    {
        var fold = new EntryFold();
        foreach (var row in InOrder([.. rows]))
            fold.Take(row);
        return new(fold);
    }

    /// <summary>The history that goes on with these rows.</summary>
    /// <param name="later">Rows of later versions, in their order.</param>
    /// <exception cref="ArgumentException">A row is not later than all before it.</exception>
    public EntryHistory With(IReadOnlyCollection<EntryRow> later)
    {
        ArgumentNullException.ThrowIfNull(later);
        var last = Last;
        foreach (var row in later)
            last = row.Version > last ? row.Version : throw new ArgumentException($"Version {row.Version} does not follow version {last}.", nameof(later));
        lock (_fold)
        {
            if (_fold.Last != Last) // another history has gone on from this one
                return FromRows(Rows.Concat(later));
            foreach (var row in later)
                _fold.Take(row);
            return new(_fold, _known);
        }
    }

    /// <summary>The book as known at a frontier.</summary>
    /// <param name="frontier">The last stream version to read; null for all.</param>
    /// <param name="asOf">The time of the question; null where the whole period has passed.</param>
    public EntryBook AsKnown(int? frontier = null, Instant? asOf = null) => new(At(frontier ?? Last), frontier ?? Last, asOf);

    /// <summary>The rows from one version to another, both included.</summary>
    internal IEnumerable<EntryRow> Between(int first, int last) => _known.Between(first, last);

    /// <summary>The last version for which it and all before it were recorded at or before an instant; 0 if none.</summary>
    public int FrontierAt(Instant knownAt)
    {
        var frontier = 0;
        foreach (var row in _known.Rows)
        {
            if (row.RecordedAt > knownAt)
                break;
            frontier = row.Version;
        }

        return frontier;
    }

    /// <summary>When the event of a version was recorded; null where there is none.</summary>
    public Instant? RecordedAt(int version) => Rows.FirstOrDefault(r => r.Version == version)?.RecordedAt;

    /// <summary>They nearly always come in their order, and then need no sorting.</summary>
    private static IEnumerable<EntryRow> InOrder(EntryRow[] rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (rows[i].Version < rows[i - 1].Version)
                return rows.OrderBy(r => r.Version);
        }

        return rows;
    }

    private KnownEntries At(int frontier)
    {
        if (frontier >= Last)
            return _known;
        if (_earlier is not { } earlier || earlier.Last != frontier)
            _earlier = earlier = _known.At(frontier); // several figures are asked for one frontier
        return earlier;
    }
}
