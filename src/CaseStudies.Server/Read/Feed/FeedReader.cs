using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Read;

/// <summary>Reads events from a cursor, in the order of each stream.</summary>
internal sealed class FeedReader(TenantConnections connections)
{
    /// <param name="initiative">Null for the whole organisation, its own profile included.</param>
    /// <returns>Null where there is no such initiative.</returns>
    /// <exception cref="Problems.MalformedException">The cursor belongs to another feed.</exception>
    public async Task<FeedPage?> PageAsync(Slug organisation, Slug? initiative, FeedCursor after, int limit, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        // One snapshot, so that the hash and the page describe the same streams.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var streams = await StreamsAsync(connection, organisation, initiative, cancellation);
        if (initiative is not null && streams.Count == 0)
            return null;
        if (streams.Count > FeedCursor.MaximumStreams)
            throw new FeedTooWideException();
        var seen = await SeenAsync(connection, organisation, streams, after, cancellation);
        var items = await ItemsAsync(connection, organisation, seen, limit, cancellation);
        return new(
            items, items.Count == 0 ? after : await NextAsync(connection, organisation, seen, items, cancellation), streams.Values.Sum(s => (long)s.Head));
    }

    private static async Task<Dictionary<ulong, (string Stream, int Head)>> StreamsAsync(NpgsqlConnection connection, Slug organisation, Slug? initiative,
        CancellationToken cancellation)
    {
        await using var command = Command(connection,
            $"select id, version from {MartenTables.Streams} "
            + $"where tenant_id = $1 and version > 0 and id <> '{OrganisationStream.Tombstones}' and (id = $2 or $2 = '')",
            organisation.Value, initiative?.Value ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new Dictionary<ulong, (string, int)>();
        while (await reader.ReadAsync(cancellation))
            streams.Add(FeedCursor.TagOf(reader.GetString(0)), (reader.GetString(0), (int)reader.GetInt64(1)));
        return streams;
    }

    /// <summary>The version the reader has of each stream; 0 for new streams.</summary>
    private static async Task<ImmutableSortedDictionary<string, int>> SeenAsync(
        NpgsqlConnection connection, Slug organisation, Dictionary<ulong, (string Stream, int Head)> streams, FeedCursor after, CancellationToken cancellation)
    {
        foreach (var (tag, version) in after.Versions)
        {
            if (!streams.TryGetValue(tag, out var stream) || version > stream.Head)
                throw FeedCursor.Foreign();
        }

        var seen = streams.ToImmutableSortedDictionary(s => s.Value.Stream, s => after.Versions.GetValueOrDefault(s.Key), StringComparer.Ordinal);
        if (!after.IsStart && FeedCursor.ProofOf(await IdsAsync(connection, organisation, seen, cancellation)) != after.Proof)
            throw FeedCursor.Foreign();
        return seen;
    }

    private static async Task<FeedCursor> NextAsync(
        NpgsqlConnection connection, Slug organisation, ImmutableSortedDictionary<string, int> seen, List<FeedItem> items, CancellationToken cancellation)
    {
        var now = seen.SetItems(items.GroupBy(i => i.Stream, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, g.Max(i => i.Version))));
        return FeedCursor.At(
            now.Where(s => s.Value > 0).ToImmutableSortedDictionary(s => FeedCursor.TagOf(s.Key), s => s.Value),
            await IdsAsync(connection, organisation, now, cancellation));
    }

    /// <summary>The ids of the events at the reader's position, ordered by stream.</summary>
    private static async Task<List<Guid>> IdsAsync(NpgsqlConnection connection, Slug organisation, ImmutableSortedDictionary<string, int> at,
        CancellationToken cancellation)
    {
        await using var command = Command(connection,
            $"""
            select e.id from unnest($2::text[], $3::int[]) with ordinality s (stream, version, place)
            join {MartenTables.Events} e on e.tenant_id = $1 and e.stream_id = s.stream and e.version = s.version order by s.place
            """, organisation.Value, at.Keys.ToArray(), at.Values.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
            ids.Add(reader.GetGuid(0));
        return ids;
    }

    /// <remarks>Streams are ordered by the global sequence, roughly by time; nothing depends on it.</remarks>
    private static async Task<List<FeedItem>> ItemsAsync(
        NpgsqlConnection connection, Slug organisation, ImmutableSortedDictionary<string, int> seen, int limit, CancellationToken cancellation)
    {
        await using var command = Command(connection,
            $"""
            with page as (
                select n.seq_id from unnest($2::text[], $3::int[]) s (stream, version)
                cross join lateral (
                    select seq_id from {MartenTables.Events}
                    where tenant_id = $1 and stream_id = s.stream and version > s.version order by version limit $4) n
                order by n.seq_id limit $4)
            select {StoredEvents.Columns}, e.stream_id, e.id from page join {MartenTables.Events} e on e.seq_id = page.seq_id order by e.seq_id
            """, organisation.Value, seen.Keys.ToArray(), seen.Values.ToArray(), limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FeedItem>();
        while (await reader.ReadAsync(cancellation))
            items.Add(Item(reader));
        return items;
    }

    private static FeedItem Item(NpgsqlDataReader reader)
    {
        using var body = JsonDocument.Parse(reader.GetString(2), new() { MaxDepth = 512 });
        return new(
            reader.GetString(11), (int)reader.GetInt64(0), reader.GetGuid(12), reader.GetString(1), reader.GetFieldValue<Instant>(3),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            !reader.IsDBNull(6) && int.TryParse(reader.GetString(6), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null,
            StoredEvents.Read(reader), body.RootElement.Clone());
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>The organisation has more initiatives than a cursor can hold.</summary>
internal sealed class FeedTooWideException : Exception;
