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

    /// <summary>Every row of one initiative, in order, with the versions of its stream beside them. A row whose fact cannot be read comes back as a problem, never left out.</summary>
    public static async Task<(List<EntryRow> Rows, Versions Events)> ReadAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Select(
            $"""
            select version, recorded_at, recorded_by, source, kind, opens, closes, fact, reason, problem
            from {Tables.Entries} where tenant_id = $1 and stream_id = $2 order by version
            """));
        batch.BatchCommands.Add(Select($"select count(*), coalesce(min(version), 0), coalesce(max(version), 0) from {StoreSetup.Schema}.mt_events where tenant_id = $1 and stream_id = $2"));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var (rows, names) = (new List<EntryRow>(), new Dictionary<string, string>(StringComparer.Ordinal));
        while (await reader.ReadAsync(cancellation))
            rows.Add(Row(reader, names));
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (rows, new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));

        NpgsqlBatchCommand Select(string sql) => new(sql) { Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value } } };
    }

    /// <summary>Of distinct versions: how many, the first and the last. The three together say whether there is a gap.</summary>
    public readonly record struct Versions(long Count, long First, long Last)
    {
        /// <summary>Both are exactly 1 to n; anything else has to be compared version by version.</summary>
        public bool Equal(List<EntryRow> rows) => Whole && rows.Count == Count && (Count == 0 || (rows[0].Version == 1 && rows[^1].Version == Count));

        private bool Whole => Count == Last && (Count == 0 || First == 1);
    }

    private static EntryRow Row(NpgsqlDataReader reader, Dictionary<string, string> names)
    {
        var (version, recordedAt, kind) = (reader.GetInt32(0), reader.GetFieldValue<Instant>(1), Once(4));
        try
        {
            var row = new EntryRow(
                version, recordedAt, new(Once(2)), Once(3), kind,
                reader.IsDBNull(5) ? null : new(reader.GetGuid(5)), reader.IsDBNull(6) ? null : new(reader.GetGuid(6)),
                Read<InitiativeFact>(7), Read<Reason>(8), reader.IsDBNull(9) ? null : reader.GetString(9));
            return IsWhole(row) ? row : Broken();
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return Broken();
        }

        T? Read<T>(int column) where T : class => reader.IsDBNull(column) ? null : JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(column), DomainJson.Options);

        // The same few words stand in every row.
        string Once(int column)
        {
            var read = reader.GetString(column);
            if (!names.TryGetValue(read, out var known))
                names.Add(read, known = read);
            return known;
        }

        EntryRow Broken() => EntryRow.Unreadable(version, recordedAt, kind, "its row in the relation cannot be read; rebuild the relation");
    }

    /// <summary>What opens an entry has a fact, and only that; what does neither open nor close says why.</summary>
    private static bool IsWhole(EntryRow row) => row.Problem is not null
        || ((row.Opens is null) == (row.Fact is null) && (row.Opens is not null || row.Closes is not null));

    private static string? Json<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, DomainJson.Options);

    private static NpgsqlParameter Nullable(NpgsqlTypes.NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
