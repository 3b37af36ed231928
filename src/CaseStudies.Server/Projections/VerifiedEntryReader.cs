using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>Reads all entry rows of an initiative, and puts a problem row wherever relation and stream disagree.</summary>
internal static class VerifiedEntryReader
{
    /// <param name="connection">In a snapshot, so that no commit comes between reading the relation and reading the stream.</param>
    /// <returns>In the order of versions, then the problem rows; null if the organisation has no such initiative.</returns>
    public static async Task<List<EntryRow>?> ReadAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var (rows, events, head) = await EntriesTable.ReadAsync(connection, organisation, initiative, cancellation);
        if (!events.Equal(rows))
            rows = await ComparedAsync(connection, organisation, initiative, rows, cancellation);
        if (head is null && rows.Count == 0)
            return null;
        if (head is { } h && rows.TrueForAll(r => r.Version < h.Version))
            rows.Add(EntryRow.Unreadable(h.Version, h.At, "unknown", "the stream counts it, but it is not there"));
        return rows;
    }

    /// <summary>Compares version by version and adds what either side lacks.</summary>
    private static async Task<List<EntryRow>> ComparedAsync(
        NpgsqlConnection connection, Slug organisation, Slug initiative, List<EntryRow> rows, CancellationToken cancellation)
    {
        var unbacked = await StoredEvents.EntriesWithoutEventAsync(connection, organisation, initiative, cancellation);
        var missing = await StoredEvents.MissingFromEntriesAsync(connection, organisation, initiative, cancellation);
        return [.. rows.Select(r => unbacked.Contains(r.Version) ? Unbacked(r.Version, r.RecordedAt, r.Kind) : r), .. missing.Select(Unfolded)];
    }

    /// <summary>The relation holds a row that the stream does not: nobody recorded it.</summary>
    private static EntryRow Unbacked(int version, Instant recordedAt, string kind) =>
        EntryRow.Unreadable(version, recordedAt, kind, "the relation holds it and the stream does not; rebuild the relation");

    /// <summary>An event that the relation lacks blocks the figures, readable or not.</summary>
    private static EntryRow Unfolded(StreamRow missing) => missing.Event is null
        ? missing.Row
        : EntryRow.Unreadable(missing.Row.Version, missing.Row.RecordedAt, missing.Row.Kind,
            "it was written past the program and is not folded yet; rebuild the relation");
}
