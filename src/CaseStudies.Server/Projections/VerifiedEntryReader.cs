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
    /// <returns>The rows in the order of versions, then the problem rows; null if the organisation has no such initiative.</returns>
    public static async Task<ReadEntries?> ReadAsync(NpgsqlConnection connection, StreamKey stream, CancellationToken cancellation)
    {
        var read = await EntriesTable.ReadAsync(connection, stream, cancellation);
        var rows = read.Events.Equal(read.Rows)
            ? read.Rows
            : await ComparedAsync(connection, stream.Organisation, stream.Initiative, read.Rows, cancellation);
        if (read.Head is null && rows.Count == 0)
            return null;
        if (read.Head is { } head && rows.TrueForAll(r => r.Version < head.Version))
            rows.Add(EntryRow.Unreadable(head.Version, head.At, "unknown", "the stream counts it, but it is not there"));
        return read with { Rows = rows };
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
