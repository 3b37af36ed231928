using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>Reads events row by row, so that an unreadable event spoils only its own row.</summary>
/// <remarks>Marten's readers throw for the whole stream, or for the whole organisation.</remarks>
internal static class StoredEvents
{
    /// <summary>The columns that <see cref="Read"/> expects, in this order, of a table with the alias e.</summary>
    public const string Columns =
        "e.version, e.type, e.data::text, e.timestamp, e.user_name, e.causation_id, e.headers ->> 'index', e.headers ->> 'source', e.headers ->> "
            + "'capturedAt', e.headers ->> 'import', e.headers ->> 'place'";

    /// <summary>Where the event's command and its place in that stand among the columns.</summary>
    public const int Command = 5, Index = 6;

    /// <summary>The events that the relation of entries lacks; none if it is complete.</summary>
    public static Task<List<StreamRow>> MissingFromEntriesAsync(
        NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation) =>
        QueryAsync(connection,
            $"""
            select {Columns} from {MartenTables.Events} e
            where e.tenant_id = $1 and e.stream_id = $2
              and not exists (select 1 from {Tables.Entries} r where r.tenant_id = $1 and r.stream_id = $2 and r.version = e.version)
            order by e.version
            """, organisation, initiative, cancellation);

    /// <summary>The versions that the relation holds and the stream does not.</summary>
    public static async Task<HashSet<int>> EntriesWithoutEventAsync(
        NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var command = Select(connection,
            $"""
            select r.version from {Tables.Entries} r
            where r.tenant_id = $1 and r.stream_id = $2
              and not exists (select 1 from {MartenTables.Events} e where e.tenant_id = $1 and e.stream_id = $2 and e.version = r.version)
            """, organisation, initiative);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var versions = new HashSet<int>();
        while (await reader.ReadAsync(cancellation))
            versions.Add(reader.GetInt32(0));
        return versions;
    }

    private static NpgsqlCommand Select(NpgsqlConnection connection, string sql, Slug organisation, Slug initiative) =>
        new(sql, connection) { Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value } } };

    private static async Task<List<StreamRow>> QueryAsync(
        NpgsqlConnection connection, string sql, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var command = Select(connection, sql, organisation, initiative);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<StreamRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(Read(reader));
        return rows;
    }

    /// <param name="at">Where the columns begin in the reader's row.</param>
    public static StreamRow Read(NpgsqlDataReader reader, int at = 0)
    {
        var (version, name, recordedAt) = ((int)reader.GetInt64(at), reader.GetString(at + 1), reader.GetFieldValue<Instant>(at + 3));
        try
        {
            var provenance = EventMetadata.Read(Text(4), recordedAt, Text(Command),
                header => Text(header switch { "index" => Index, "source" => 7, "import" => 9, "place" => 10, _ => 8 }));
            var stored = new StoredEvent(version, provenance, InitiativeEventCatalogue.Read(name, reader.GetString(at + 2)));
            return new(EntryRow.FromEvent(stored), stored);
        }
        catch (Exception broken) when (broken is JsonException or FormatException or NodaTime.Text.UnparsableValueException)
        {
            return new(EntryRow.Unreadable(version, recordedAt, name, Why(broken)), null);
        }

        string? Text(int column) => reader.IsDBNull(at + column) ? null : reader.GetString(at + column);
    }

    /// <summary>Why an event cannot be read. The body is not quoted, since it may hold anything.</summary>
    private static string Why(Exception broken) =>
        broken is JsonException { Path: { } path } ? $"its body does not have the form of its kind at {path}" : broken.Message;
}

/// <summary>One event's row of the relation, and the event itself where it could be read.</summary>
internal sealed record StreamRow(EntryRow Row, StoredEvent? Event);
