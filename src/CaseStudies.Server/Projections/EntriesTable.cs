using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>A row with its stream.</summary>
internal readonly record struct StreamEntryRow(StreamKey Stream, EntryRow Row);

/// <summary>What one reading of the table found.</summary>
/// <param name="Rewritten">The note of <see cref="EntryRewrites"/>.</param>
/// <param name="Bytes">How long the JSON of the rows is.</param>
internal sealed record ReadEntries(List<EntryRow> Rows, EntriesTable.Versions Events, (int Version, Instant At)? Head, long? Rewritten, long Bytes)
{
    /// <summary>Whether rows, events and head all go from this version to the same last one without a gap, and each row can be read.</summary>
    public bool GoesOnFrom(int version) => Rows.Count > 0 && Rows[0].Version == version && Rows[^1].Version == version + Rows.Count - 1
        && Events == new EntriesTable.Versions(Rows.Count, version, Rows[^1].Version) && Head?.Version == Rows[^1].Version
        && Rows.TrueForAll(r => r.Problem is null);
}

/// <summary>The table of entries: reads and writes its rows as <see cref="EntryRow"/>.</summary>
internal static class EntriesTable
{
    /// <summary>The columns that <see cref="EntryRowParser"/> expects, in this order and first, of a table with the alias r.</summary>
    public const string Columns =
        "r.version, r.recorded_at, r.recorded_by, r.source, r.kind, r.opens, r.closes, r.fact, r.reason, r.problem, r.command, r.import, r.sheet, r.sheet_row, "
            + "r.captured_at";

    /// <summary>How many they are, and the places of some among them.</summary>
    public const int ColumnCount = 15, Fact = 7, Reason = 8;

    private static readonly TableRows<StreamEntryRow> s_table = new(
        Tables.Entries,
        Column<StreamEntryRow>.Text("tenant_id", r => r.Stream.Organisation.Value), Column<StreamEntryRow>.Text("stream_id", r => r.Stream.Initiative.Value),
        Column<StreamEntryRow>.Integer("version", r => r.Row.Version), Column<StreamEntryRow>.Time("recorded_at", r => r.Row.RecordedAt.ToDateTimeOffset()),
        Column<StreamEntryRow>.Text("recorded_by", r => r.Row.By.Value), Column<StreamEntryRow>.Text("source", r => r.Row.Source),
        Column<StreamEntryRow>.Text("kind", r => r.Row.Kind),
        Column<StreamEntryRow>.Date("occurred_on", r => r.Row.Fact?.OccurredOn), Column<StreamEntryRow>.Text("identity", r => r.Row.Fact?.Identity),
        Column<StreamEntryRow>.Uuid("opens", r => r.Row.Opens?.Value), Column<StreamEntryRow>.Uuid("closes", r => r.Row.Closes?.Value),
        Column<StreamEntryRow>.Json("fact", r => Json(r.Row.Fact)), Column<StreamEntryRow>.Json("reason", r => Json(r.Row.Reason)),
        Column<StreamEntryRow>.Text("problem", r => r.Row.Problem),
        Column<StreamEntryRow>.Uuid("command", r => r.Row.Command?.Value), Column<StreamEntryRow>.Uuid("import", r => r.Row.Origin?.Import.Value),
        Column<StreamEntryRow>.Integer("sheet", r => r.Row.Origin?.Sheet), Column<StreamEntryRow>.Integer("sheet_row", r => r.Row.Origin?.Row),
        Column<StreamEntryRow>.Time("captured_at", r => r.Row.CapturedAt?.ToDateTimeOffset()));

    /// <summary>Queues one statement for all rows of a save.</summary>
    public static void QueueInsert(IDocumentOperations operations, IReadOnlyList<StreamEntryRow> rows) => s_table.QueueInsert(operations, rows);

    /// <summary>Writes the rows of a whole stream, for a rebuild.</summary>
    public static Task InsertAsync(NpgsqlConnection connection, IEnumerable<StreamEntryRow> rows, CancellationToken cancellation) =>
        s_table.InsertAsync(connection, rows, cancellation);

    /// <summary>
    /// Reads every row of an initiative, in order, with the versions of its events and the head of its stream. A row whose fact cannot be
    /// read is returned as a problem, never left out.
    /// </summary>
    public static Task<ReadEntries> ReadAsync(NpgsqlConnection connection, StreamKey stream, CancellationToken cancellation) =>
        ReadAsync(connection, stream, int.MinValue, cancellation);

    /// <summary>The same, of the rows and events from a version on.</summary>
    public static async Task<ReadEntries> ReadAsync(NpgsqlConnection connection, StreamKey stream, int from, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Select(
            $"select {Columns} from {Tables.Entries} r where r.tenant_id = $1 and r.stream_id = $2 and r.version >= $3 order by r.version"));
        batch.BatchCommands.Add(Select(
            $"""
            select e.*, s.version, s.timestamp, ({EntryRewrites.Select})
            from (select count(*), coalesce(min(version), 0), coalesce(max(version), 0) from {MartenTables.Events}
                where tenant_id = $1 and stream_id = $2 and version >= $3) e
            left join {MartenTables.Streams} s on s.tenant_id = $1 and s.id = $2 and s.version > 0
            """));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = new EntryRowParser();
        while (await reader.ReadAsync(cancellation))
            rows.Add(reader);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var events = new Versions(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        (int, Instant)? head = reader.IsDBNull(3) ? null : ((int)reader.GetInt64(3), reader.GetFieldValue<Instant>(4));
        long? rewritten = reader.IsDBNull(5) ? null : reader.GetInt64(5);
        return new(await rows.RowsAsync(), events, head, rewritten, rows.Bytes);

        NpgsqlBatchCommand Select(string sql) =>
            new(sql) { Parameters = { new() { Value = stream.Organisation.Value }, new() { Value = stream.Initiative.Value }, new() { Value = from } } };
    }

    /// <summary>Count, first and last of a stream's event versions, which together show whether one is missing.</summary>
    public readonly record struct Versions(long Count, long First, long Last)
    {
        /// <summary>True if both are exactly 1 to n. Otherwise they have to be compared version by version.</summary>
        public bool Equal(List<EntryRow> rows) => Whole && rows.Count == Count && (Count == 0 || (rows[0].Version == 1 && rows[^1].Version == Count));

        private bool Whole => Count == Last && (Count == 0 || First == 1);
    }

    private static string? Json<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, DomainJson.Options);
}
