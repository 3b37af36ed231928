using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>The relation of entries in SQL: its rows to and from <see cref="EntryRow"/>.</summary>
internal static class EntryRelation
{
    private const string Insert =
        $"insert into {Tables.Entries} (tenant_id, stream_id, version, recorded_at, recorded_by, source, kind, occurred_on, identity, opens, closes, fact, reason, problem) values ";

    public static void QueueInsert(IDocumentOperations operations, string organisation, string initiative, EntryRow row) =>
        operations.QueueSqlCommand(
            '^', Insert + "(^, ^, ^, ^, ^, ^, ^, ^::date, ^, ^::uuid, ^::uuid, ^::jsonb, ^::jsonb, ^)",
            organisation, initiative, row.Version, row.RecordedAt, row.By.Value, row.Source, row.Kind,
            row.Fact?.OccurredOn is { } on ? on.ToDateOnly() : null!, row.Fact?.Identity!, row.Opens?.Value.ToString()!, row.Closes?.Value.ToString()!,
            Json(row.Fact)!, Json(row.Reason)!, row.Problem!);

    public static NpgsqlBatchCommand InsertCommand(Slug organisation, Slug initiative, EntryRow row) =>
        new(Insert + "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14)")
        {
            Parameters =
            {
                new() { Value = organisation.Value }, new() { Value = initiative.Value }, new() { Value = row.Version }, new() { Value = row.RecordedAt },
                new() { Value = row.By.Value }, new() { Value = row.Source }, new() { Value = row.Kind },
                Nullable(NpgsqlTypes.NpgsqlDbType.Date, row.Fact?.OccurredOn), Nullable(NpgsqlTypes.NpgsqlDbType.Text, row.Fact?.Identity),
                Nullable(NpgsqlTypes.NpgsqlDbType.Uuid, row.Opens?.Value), Nullable(NpgsqlTypes.NpgsqlDbType.Uuid, row.Closes?.Value),
                Nullable(NpgsqlTypes.NpgsqlDbType.Text, Json(row.Fact)), Nullable(NpgsqlTypes.NpgsqlDbType.Text, Json(row.Reason)),
                Nullable(NpgsqlTypes.NpgsqlDbType.Text, row.Problem),
            },
        };

    /// <summary>Every row of one initiative, in order. A row whose fact cannot be read comes back as a problem, never left out.</summary>
    public static async Task<List<EntryRow>> ReadAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select version, recorded_at, recorded_by, source, kind, opens, closes, fact::text, reason::text, problem
            from {Tables.Entries} where tenant_id = $1 and stream_id = $2 order by version
            """, connection) { Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<EntryRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(Row(reader));
        return rows;
    }

    private static EntryRow Row(NpgsqlDataReader reader)
    {
        var (version, recordedAt, kind) = (reader.GetInt32(0), reader.GetFieldValue<Instant>(1), reader.GetString(4));
        try
        {
            var row = new EntryRow(
                version, recordedAt, new(reader.GetString(2)), reader.GetString(3), kind,
                reader.IsDBNull(5) ? null : new(reader.GetGuid(5)), reader.IsDBNull(6) ? null : new(reader.GetGuid(6)),
                reader.IsDBNull(7) ? null : JsonSerializer.Deserialize<InitiativeFact>(reader.GetString(7), DomainJson.Options),
                reader.IsDBNull(8) ? null : JsonSerializer.Deserialize<Reason>(reader.GetString(8), DomainJson.Options),
                reader.IsDBNull(9) ? null : reader.GetString(9));
            return IsWhole(row) ? row : Broken();
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return Broken();
        }

        EntryRow Broken() => EntryRow.Unreadable(version, recordedAt, kind, "its row in the relation cannot be read; rebuild the relation");
    }

    /// <summary>What opens an entry has a fact, and only that; what does neither open nor close says why.</summary>
    private static bool IsWhole(EntryRow row) => row.Problem is not null
        || ((row.Opens is null) == (row.Fact is null) && (row.Opens is not null || row.Closes is not null));

    private static string? Json<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, DomainJson.Options);

    private static NpgsqlParameter Nullable(NpgsqlTypes.NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
