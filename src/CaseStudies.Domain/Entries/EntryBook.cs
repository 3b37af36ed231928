using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The entries of one initiative as known at a frontier (a stream version). Figures are computed from nothing else.</summary>
public sealed class EntryBook
{
    internal static readonly DateTimeZone Japan = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    private readonly KnownEntries _known;
    private readonly Instant? _asOf;

    internal EntryBook(KnownEntries known, int frontier, Instant? asOf)
    {
        (_known, _asOf, Frontier, Problems, Pending) = (known, asOf, frontier, [.. known.Problems], [.. known.Pending]);
        if (frontier > known.Last) // a table that lags behind its stream must not pass for a complete one
            Problems = Problems.Add($"The entries table lacks version {known.Last + 1}.");
        if (known.Aliases.Keys.FirstOrDefault(p => Follow(p) is null) is { } circle)
            Problems = Problems.Add($"The person {circle} is merged in a circle.");
        AsOf = asOf?.InZone(known.Zone ?? DateTimeZone.Utc).Date;
        Zone = known.Zone ?? Japan;
    }

    /// <summary>The initiative's time zone; that of Japan until the initiative is opened.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The day on which the question is asked: later days have not happened yet and are not missing. Null for no such day.</summary>
    public LocalDate? AsOf { get; }

    /// <summary>The stream version up to which this book reads; 0 is an empty book.</summary>
    public int Frontier { get; }

    /// <summary>Every revision of every entry, in the order in which they became known.</summary>
    public ImmutableArray<Entry> Entries => _known.All;

    /// <summary>Why figures are blocked; empty when every event can be read.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Imports that were open at the frontier.</summary>
    public ImmutableArray<PendingImport> Pending { get; }

    /// <summary>The entries of one kind, or all: the same in the same order, without a copy.</summary>
    public IReadOnlyList<Entry> Listed(string? kind = null) => _known.Listed(kind);

    /// <summary>The kinds of which there are entries.</summary>
    public IEnumerable<string> Kinds => _known.Kinds;

    /// <summary>One revision of one entry; null where the book does not have it.</summary>
    public Entry? Revision(EntryId id, int revision) => _known.Revision(id, revision);

    public IEnumerable<Entry> OfKind(string kind) => _known.OfKind(kind);

    /// <summary>The same, with the day of each entry and ordered by day. Sorted once for all figures of the book.</summary>
    public ImmutableArray<(Entry Entry, LocalDate? On)> ByDay(string kind) => _known.ByDay(kind);

    public IEnumerable<T> InForce<T>() where T : InitiativeFact => _known.InForce<T>();

    /// <summary>The state of every period that was ever marked, ordered by days.</summary>
    public IEnumerable<PeriodStanding> Standings => Marks.Select(g => g.Last());

    /// <summary>Every closing of every period, ordered by days and number; those also that were reopened.</summary>
    public IEnumerable<Closing> Closings => Marks.SelectMany(Closing.FromMarks);

    /// <summary>The marks of each period in their order; the periods by days.</summary>
    /// <remarks>A correction of a mark keeps its period and state, so only its first revision is read.</remarks>
    private IEnumerable<IGrouping<(LocalDate From, LocalDate To), PeriodStanding>> Marks =>
        OfKind(InitiativeEventCatalogue.KindOf(typeof(PeriodMarked))).Where(e => e.Revision == 1)
            .Select(e => PeriodStanding.FromMark((PeriodMarked)e.Fact, e.Version, e.RecordedAt))
            .GroupBy(s => (s.From, s.To)).OrderBy(g => g.Key.From).ThenBy(g => g.Key.To);

    /// <summary>The session in force under this id, or null.</summary>
    public SessionHeld? Session(SessionId id) => _known.Session(id);

    /// <summary>The session under this id, in force or not; null where none was ever recorded.</summary>
    public SessionHeld? SessionEver(SessionId id) => _known.SessionEver(id);

    internal IReadOnlyCollection<Division> Divisions => _known.Divisions;

    /// <summary>Found when they are first asked for.</summary>
    internal ImmutableArray<Conflict> Contradictions => _known.Contradictions;

    /// <summary>Found when they are first asked for.</summary>
    internal ImmutableArray<LikelyDuplicate> LikelyDuplicates => _known.LikelyDuplicates;

    /// <summary>Found when they are first asked for.</summary>
    internal ImmutableArray<Warning> Warnings => _known.Warnings;

    /// <summary>The id under which a person is counted: the one kept by a merge, directly or through other merges.</summary>
    public string Person(string id) => _known.Aliases.Count == 0 ? id : Follow(id) ?? id;

    /// <summary>The book as it would be if these events came next. Every row is folded again.</summary>
    internal EntryBook With(IEnumerable<InitiativeEvent> events)
    {
        var fold = new EntryFold();
        foreach (var row in _known.Rows)
            fold.Take(row);
        foreach (var (index, e) in events.Index())
        {
            fold.Take(EntryRow.FromEvent(new(fold.Last + 1, new(
                new("unknown"), _known.Rows[^1].RecordedAt, null, new(Guid.Empty), index, Provenance.Http), e)));
        }

        return new(fold.Known(), fold.Last, _asOf);
    }

    /// <summary>Null where the merges form a circle.</summary>
    private string? Follow(string id)
    {
        for (var left = _known.Aliases.Count; _known.Aliases.TryGetValue(id, out var kept); id = kept)
        {
            if (left-- == 0)
                return null;
        }

        return id;
    }

    /// <summary>The day of a fact: its own, or that of its session; null when that session is not in force.</summary>
    public LocalDate? OccurredOn(InitiativeFact fact) => _known.OccurredOn(fact);

    /// <summary>The latest day of an entry; null in an empty book.</summary>
    /// <remarks>Plans, marks on periods, narratives and decisions on entries are ignored: they are about other days.</remarks>
    public LocalDate? LastDay => _known.LastDay;

    /// <summary>Builds the book from the rows of the entries table. Rows beyond the frontier are ignored.</summary>
    /// <param name="rows">The rows of the entries table, in any order.</param>
    /// <param name="frontier">The last stream version to read; null for all.</param>
    /// <param name="asOf">The time of the question; null where the whole period has passed.</param>
    public static EntryBook AsKnown(IEnumerable<EntryRow> rows, int? frontier = null, Instant? asOf = null) =>
        EntryHistory.FromRows(frontier is { } last ? rows.Where(r => r.Version <= last) : rows).AsKnown(frontier, asOf);

    /// <summary>The last version for which it and all before it were recorded at or before an instant; 0 if none.</summary>
    /// <remarks>Recorded instants never decrease along a stream. If one was forged, the result is lower, never higher.</remarks>
    public static int FrontierAt(IEnumerable<EntryRow> rows, Instant knownAt) =>
        rows.OrderBy(r => r.Version).TakeWhile(r => r.RecordedAt <= knownAt).Select(r => r.Version).LastOrDefault();
}
