using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;

namespace CaseStudies.Server.Projections;

/// <summary>The relation of entries in SQL: its rows to and from <see cref="EntryRow"/>.</summary>
internal static class EntryRelation
{
    private const string Columns = "tenant_id, stream_id, version, recorded_at, recorded_by, source, kind, occurred_on, identity, opens, closes, fact, reason, problem, command, import, sheet, sheet_row";

    private static readonly string s_insert =
        $"""
        insert into {Tables.Entries} ({Columns})
        select t, i, v, r, b, s, k, d::date, y, o::uuid, c::uuid, f::jsonb, w::jsonb, p, a::uuid, m::uuid, n, l
        from unnest(^::text[], ^::text[], ^::int[], ^::timestamptz[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::text[], ^::int[], ^::int[])
            x (t, i, v, r, b, s, k, d, y, o, c, f, w, p, a, m, n, l)
        """;

    private static readonly string s_numbered = SqlBatch.Numbered(s_insert, '^');

    /// <summary>All rows of a save in one statement, be they of one event or of a thousand.</summary>
    public static void QueueInsert(IDocumentOperations operations, IReadOnlyList<(string Organisation, string Initiative, EntryRow Row)> rows) =>
        operations.QueueSqlCommand('^', s_insert, Values(rows));

    /// <summary>The same beside other statements of a save.</summary>
    public static void Insert(SqlBatch batch, IReadOnlyList<(string Organisation, string Initiative, EntryRow Row)> rows) => batch.Add(s_numbered, Values(rows));

    private static object[] Values(IReadOnlyList<(string Organisation, string Initiative, EntryRow Row)> rows) =>
    [
        rows.Select(r => r.Organisation).ToArray(), rows.Select(r => r.Initiative).ToArray(), rows.Select(r => r.Row.Version).ToArray(),
        rows.Select(r => r.Row.RecordedAt.ToDateTimeOffset()).ToArray(), Each(rows, r => r.By.Value), Each(rows, r => r.Source), Each(rows, r => r.Kind),
        Each(rows, r => r.Fact?.OccurredOn is { } on ? LocalDatePattern.Iso.Format(on) : null), Each(rows, r => r.Fact?.Identity), Each(rows, r => r.Opens?.ToString()),
        Each(rows, r => r.Closes?.ToString()), Each(rows, r => Json(r.Fact)), Each(rows, r => Json(r.Reason)), Each(rows, r => r.Problem),
        Each(rows, r => r.Command?.ToString()), Each(rows, r => r.Origin?.Import.ToString()), rows.Select(r => r.Row.Origin?.Sheet).ToArray(), rows.Select(r => r.Row.Origin?.Row).ToArray(),
    ];

    /// <summary>All rows of a stream, for a rebuild.</summary>
    public static async Task CopyAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, IEnumerable<EntryRow> rows, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {Tables.Entries} ({Columns}) from stdin (format binary)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            foreach (var text in (ReadOnlySpan<string>)[organisation.Value, initiative.Value])
                copy.Write(text, NpgsqlDbType.Text);
            copy.Write(row.Version, NpgsqlDbType.Integer);
            copy.Write(row.RecordedAt, NpgsqlDbType.TimestampTz);
            foreach (var text in (ReadOnlySpan<string>)[row.By.Value, row.Source, row.Kind])
                copy.Write(text, NpgsqlDbType.Text);
            Nullable(row.Fact?.OccurredOn, NpgsqlDbType.Date);
            Nullable(row.Fact?.Identity, NpgsqlDbType.Text);
            Nullable(row.Opens?.Value, NpgsqlDbType.Uuid);
            Nullable(row.Closes?.Value, NpgsqlDbType.Uuid);
            Nullable(Json(row.Fact), NpgsqlDbType.Jsonb);
            Nullable(Json(row.Reason), NpgsqlDbType.Jsonb);
            Nullable(row.Problem, NpgsqlDbType.Text);
            Nullable(row.Command?.Value, NpgsqlDbType.Uuid);
            Nullable(row.Origin?.Import.Value, NpgsqlDbType.Uuid);
            Nullable(row.Origin?.Sheet, NpgsqlDbType.Integer);
            Nullable(row.Origin?.Row, NpgsqlDbType.Integer);
        }

        await copy.CompleteAsync(cancellation);

        void Nullable(object? value, NpgsqlDbType type)
        {
            if (value is null)
                copy.WriteNull();
            else
                copy.Write(value, type);
        }
    }

    /// <summary>
    /// Every row of one initiative, in order, with the versions of its stream and its head beside them. A row whose fact cannot be
    /// read comes back as a problem, never left out.
    /// </summary>
    public static async Task<(List<EntryRow> Rows, Versions Events, (int Version, Instant At)? Head)> ReadAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Select(
            $"""
            select version, recorded_at, recorded_by, source, kind, opens, closes, fact, reason, problem, command, import, sheet, sheet_row
            from {Tables.Entries} where tenant_id = $1 and stream_id = $2 order by version
            """));
        batch.BatchCommands.Add(Select($"select count(*), coalesce(min(version), 0), coalesce(max(version), 0) from {StoreSetup.Schema}.mt_events where tenant_id = $1 and stream_id = $2"));
        batch.BatchCommands.Add(Select($"select version, timestamp from {StoreSetup.Schema}.mt_streams where tenant_id = $1 and id = $2 and version > 0"));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var (rows, names) = (new List<EntryRow>(), new Dictionary<string, string>(StringComparer.Ordinal));
        while (await reader.ReadAsync(cancellation))
            rows.Add(Row(reader, names));
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var events = new Versions(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        await reader.NextResultAsync(cancellation);
        return (rows, events, await reader.ReadAsync(cancellation) ? ((int)reader.GetInt64(0), reader.GetFieldValue<Instant>(1)) : null);

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
                Read<InitiativeFact>(7), Read<Reason>(8), reader.IsDBNull(9) ? null : reader.GetString(9),
                reader.IsDBNull(10) ? null : new(reader.GetGuid(10)),
                reader.IsDBNull(11) ? null : new(new(reader.GetGuid(11)), reader.GetInt32(12), reader.GetInt32(13)));
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
    private static bool IsWhole(EntryRow row) => row.Problem is not null || row.IsOfImportItself
        || ((row.Opens is null) == (row.Fact is null) && (row.Opens is not null || row.Closes is not null));

    private static string? Json<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, DomainJson.Options);

    private static string?[] Each(IReadOnlyList<(string Organisation, string Initiative, EntryRow Row)> rows, Func<EntryRow, string?> text) => [.. rows.Select(r => text(r.Row))];
}
