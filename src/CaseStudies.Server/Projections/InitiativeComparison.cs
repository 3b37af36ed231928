using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>
/// Holds the entries, the state and the ledger's rows of one initiative against its events, in one pass over events and entries in the order of versions.
/// Only what differs is kept in memory.
/// </summary>
internal sealed class InitiativeComparison : IDisposable
{
    /// <summary>Why an event that no command made has no readable entry. It is never folded: somebody wrote it past the program.</summary>
    private const string NotInLedger = "the command ledger does not know it as it stands";

    /// <summary>
    /// Both sides are read in the order of their keys. For a table not yet analysed, such as one that a restore is filling, the planner would scan it
    /// whole for every stream, or sort.
    /// </summary>
    private const string InOrder =
        "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_hashjoin = off; set local max_parallel_workers_per_gather = 0";

    private readonly StreamKey _stream;
    private readonly LedgerSpans _ledger;
    private readonly RowChecksum _checksum = new();
    private readonly EntryRowParser _parser = new();
    private readonly List<Difference> _differences = [];
    private readonly List<EntryRow> _rows = [];
    private readonly List<int> _unrecorded = [];
    private readonly Action<EntryRow>? _folded;

    private InitiativeComparison(StreamKey stream, LedgerSpans ledger, Action<EntryRow>? folded) => (_stream, _ledger, _folded) = (stream, ledger, folded);

    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>The entries as they follow from the events, where those that stand there differ.</summary>
    public IReadOnlyList<EntryRow> Rows => _rows;

    /// <summary>The entries behind which nothing stands.</summary>
    public IReadOnlyList<int> Unrecorded => _unrecorded;

    public int Events { get; private set; }

    public int Unreadable { get; private set; }

    /// <summary>Of the last event; 0 where there is none.</summary>
    public int Last { get; private set; }

    /// <summary>As it follows from the events.</summary>
    public Initiative? State { get; private set; }

    /// <summary>Over the entries as they stand there.</summary>
    public string Checksum { get; private set; } = "";

    /// <param name="connection">In a transaction: of one snapshot, or holding the stream's lock.</param>
    /// <param name="folded">Takes each entry as it follows from its event, whether it differs or not.</param>
    public static async Task<InitiativeComparison> RunAsync(
        NpgsqlConnection connection, StreamKey stream, Action<EntryRow>? folded, CancellationToken cancellation)
    {
        await using (var order = new NpgsqlCommand(InOrder, connection))
            await order.ExecuteNonQueryAsync(cancellation);
        using var comparison = new InitiativeComparison(
            stream, await LedgerSpans.ReadAsync(connection, stream.Organisation, stream.Initiative.Value, cancellation), folded);
        await comparison.EventsAsync(connection, cancellation);
        await comparison.HeadAsync(connection, cancellation);
        comparison._ledger.Finish(comparison.Incomplete);
        foreach (var version in (await StoredEvents.EntriesWithoutEventAsync(connection, stream.Organisation, stream.Initiative, cancellation)).Order())
            comparison.WithoutEvent(version);
        await comparison.StateAsync(connection, cancellation);
        comparison.Checksum = comparison._checksum.Finish();
        comparison._differences.Sort((a, b) => a.Version.CompareTo(b.Version));
        return comparison;
    }

    public void Dispose() => _checksum.Dispose();

    private async Task EventsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // The order within, kept there by its offset, comes of the index. Otherwise the planner sorts all entries of the stream.
        await using var command = Select(connection,
            $"""
            select {EntriesTable.Columns}, r.occurred_on, r.identity, e.id, {StoredEvents.Columns}
            from {MartenTables.Events} e
            left join (select * from {Tables.Entries} where tenant_id = $1 and stream_id = $2 order by version offset 0) r on r.version = e.version
            where e.tenant_id = $1 and e.stream_id = $2 order by e.version
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            Compare(reader);
    }

    private void Compare(NpgsqlDataReader reader)
    {
        const int OccurredOn = EntriesTable.ColumnCount, Identity = OccurredOn + 1, Id = Identity + 1, Event = Id + 1;
        var (folded, e) = StoredEvents.Read(reader, Event);
        Gap(folded.Version);
        (Events, Last) = (Events + 1, folded.Version);
        var live = reader.IsDBNull(0) ? null : _parser.Row(reader);
        var (occurredOn, identity) = (reader.IsDBNull(OccurredOn) ? (LocalDate?)null : reader.GetFieldValue<LocalDate>(OccurredOn),
            reader.IsDBNull(Identity) ? null : reader.GetString(Identity));
        if (live is not null)
            _checksum.Add(live, occurredOn, identity, Bytes(EntriesTable.Fact), Bytes(EntriesTable.Reason));

        if (LedgerCheck.Against(_ledger, _stream.Organisation, folded.Version, folded.RecordedAt, reader.GetGuid(Id), Text(Event + StoredEvents.Command),
            Text(Event + StoredEvents.Index), Incomplete) is { } unbacked)
        {
            (folded, e) = (EntryRow.Unreadable(folded.Version, folded.RecordedAt, folded.Kind, NotInLedger), null);
            _differences.Add(unbacked);
        }
        else if (Between(folded, live, occurredOn, identity) is { } difference)
        {
            _differences.Add(difference);
            _rows.Add(folded);
        }

        if (e is null)
            Unreadable++;
        else
            State = Initiative.Evolve(State, e);
        _folded?.Invoke(folded);

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        byte[]? Bytes(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);
    }

    private static Difference? Between(EntryRow folded, EntryRow? live, LocalDate? occurredOn, string? identity)
    {
        if (live is null)
            return new(DifferenceKind.EntryMissing, folded.Version);
        var columns = live == folded ? [] : Columns(folded, live).ToList();
        if (live.Problem is not null)
            return columns.Count == 0 ? null : new(DifferenceKind.EntryUnreadable, folded.Version);
        if (columns.Count > 0)
            return new(DifferenceKind.EntryDiffers, folded.Version, string.Join(", ", columns));
        if (occurredOn != folded.Fact?.OccurredOn)
            columns.Add("occurred_on");
        if (identity != folded.Fact?.Identity)
            columns.Add("identity");
        return columns.Count == 0 ? null : new(DifferenceKind.EntryLookup, folded.Version, string.Join(", ", columns));
    }

    private static IEnumerable<string> Columns(EntryRow folded, EntryRow live)
    {
        (string Name, bool Same)[] columns =
        [
            ("recorded_at", folded.RecordedAt == live.RecordedAt), ("recorded_by", folded.By == live.By), ("source", folded.Source == live.Source),
            ("kind", folded.Kind == live.Kind), ("opens", folded.Opens == live.Opens), ("closes", folded.Closes == live.Closes),
            ("fact", Same(folded.Fact, live.Fact)), ("reason", Same(folded.Reason, live.Reason)), ("problem", folded.Problem == live.Problem),
            ("command", folded.Command == live.Command), ("import", folded.Origin == live.Origin), ("captured_at", folded.CapturedAt == live.CapturedAt),
        ];
        return columns.Where(c => !c.Same).Select(c => c.Name);
    }

    /// <summary>Records that hold lists are equal only as what they are stored as.</summary>
    private static bool Same<T>(T? one, T? other) where T : class => Equals(one, other) || (one is not null && other is not null
        && JsonSerializer.SerializeToUtf8Bytes(one, DomainJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, DomainJson.Options)));

    private void Gap(long version)
    {
        if (version > Last + 1 && !_ledger.Knows(Last + 1))
            _differences.Add(new(DifferenceKind.EventMissing, Last + 1));
    }

    private void Incomplete(LedgerSpan span) => _differences.Add(new(DifferenceKind.CommandWithoutEvents, span.First, null, span.Command));

    private void WithoutEvent(int version)
    {
        var known = _ledger.Knows(version);
        _differences.Add(new(known ? DifferenceKind.EntryOutlives : DifferenceKind.EntryUnrecorded, version));
        if (!known)
            _unrecorded.Add(version);
    }

    /// <summary>The last events may be gone, too.</summary>
    private async Task HeadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Select(connection, $"select version from {MartenTables.Streams} where tenant_id = $1 and id = $2");
        if (await command.ExecuteScalarAsync(cancellation) is long head)
            Gap(head + 1);
    }

    private async Task StateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Select(
            connection, $"select data::text, {MartenTables.Revision} from {MartenTables.InitiativeStates} where tenant_id = $1 and id = $2");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = await reader.ReadAsync(cancellation) ? Stored(reader.GetString(0)) : null;
        var revision = stored is null ? Last : Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
        if (revision != Last || !Same(stored, State))
            _differences.Add(new(DifferenceKind.StateDiffers, Last));

        static Initiative? Stored(string json)
        {
            try
            {
                return JsonSerializer.Deserialize<InitiativeState>(json, DomainJson.Options)?.State;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private NpgsqlCommand Select(NpgsqlConnection connection, string sql) => new(sql, connection)
    {
        Parameters = { new() { Value = _stream.Organisation.Value }, new() { Value = _stream.Initiative.Value } }, CommandTimeout = 0,
    };
}
