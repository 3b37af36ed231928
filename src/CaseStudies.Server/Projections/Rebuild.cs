using System.Collections.Immutable;
using System.Data;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Projections;

/// <summary>What holding one initiative against its events came to.</summary>
/// <param name="Unreadable">Events that cannot be read, or that the ledger does not know. They block the figures.</param>
/// <param name="Checksum">SHA-256 over the entries, as they stand now.</param>
/// <param name="Differences">What was found, in the order of versions.</param>
/// <param name="Written">The differences were settled by what follows from the events.</param>
internal sealed record InitiativeFindings(
    Slug Organisation, Slug Initiative, int Events, int Unreadable, string Checksum, ImmutableArray<Difference> Differences, bool Written = false)
{
    /// <summary>Nothing differed.</summary>
    public bool Equal => Differences.IsEmpty;

    /// <summary>Nothing differs any more, and every event can be read.</summary>
    public bool IsWhole => (Equal || Written) && Unreadable == 0;
}

/// <summary>Holds entries and state of an initiative against its events, and writes what differs if it is told to.</summary>
/// <remarks>
/// It never decides whom to believe. Where entry and event contradict each other, an event is not the ledger's, or something that was recorded is
/// gone, nothing of the initiative is written; DECISIONS.md says why.
/// </remarks>
internal sealed class Rebuild(BackgroundConnections background, IDocumentStore store)
{
    /// <summary>How many initiatives are worth comparing at a time.</summary>
    public static int AtATime { get; } = Math.Min(2, Environment.ProcessorCount);

    public async Task<List<(Slug Organisation, Slug Initiative)>> StreamsAsync(CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        return await StreamsAsync(connection, cancellation);
    }

    public static Task<List<(Slug Organisation, Slug Initiative)>> StreamsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        ListAsync(connection, $"select s.tenant_id, s.id from {MartenTables.Streams} s where {OrganisationStream.IsInitiative} order by 1, 2", cancellation);

    /// <summary>Those too of which only entries or rows of the ledger are left.</summary>
    public async Task<List<(Slug Organisation, Slug Initiative)>> AllStreamsAsync(CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        return await ListAsync(connection,
            $"""
            select s.tenant_id, s.id from {MartenTables.Streams} s where {OrganisationStream.IsInitiative}
            union select tenant_id, stream_id from {Tables.Ledger} where stream_id <> '{OrganisationStream.Key}'
            union select tenant_id, stream_id from {Tables.Entries} order by 1, 2
            """, cancellation);
    }

    /// <summary>Compares in one snapshot. Nobody waits for it, and nothing is written.</summary>
    public async Task<InitiativeFindings> CompareAsync(Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return Result(new(organisation, initiative), await InitiativeComparison.RunAsync(connection, new(organisation, initiative), null, cancellation));
    }

    /// <summary>
    /// Compares, and settles the differences if all of them can be. Only then are writers kept waiting: the comparison is made once more under the
    /// stream's lock, in the transaction that writes.
    /// </summary>
    /// <param name="eventsCount">Somebody has decided that the events count where entries say something else.</param>
    public async Task<InitiativeFindings> WriteAsync(Slug organisation, Slug initiative, bool eventsCount, CancellationToken cancellation)
    {
        var found = await CompareAsync(organisation, initiative, cancellation);
        if (found.Equal || !CanBeSettled(found.Differences, eventsCount))
            return found;
        var stream = new StreamKey(organisation, initiative);
        await using var connection = await background.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select version from {MartenTables.Streams} where tenant_id = $1 and id = $2 for update", stream, cancellation);
        var comparison = await InitiativeComparison.RunAsync(connection, stream, null, cancellation);
        found = Result(stream, comparison);
        if (found.Equal || !CanBeSettled(found.Differences, eventsCount))
            return found;
        await ExecuteAsync(connection, $"delete from {Tables.Entries} where tenant_id = $1 and stream_id = $2 and version = any($3)", stream, cancellation,
            comparison.Rows.Select(r => r.Version).Concat(comparison.Unrecorded).ToArray());
        await EntriesTable.InsertAsync(connection, comparison.Rows.Select(r => new StreamEntryRow(stream, r)), cancellation);
        if (found.Differences.Any(d => d.Kind == DifferenceKind.StateDiffers))
            await StateAsync(transaction, stream, comparison, cancellation);
        var after = await InitiativeComparison.RunAsync(connection, stream, null, cancellation);
        if (after.Differences.Count > 0)
            throw new InvalidOperationException($"{stream} differs from its events in {after.Differences[0]} after it was written.");
        await transaction.CommitAsync(cancellation);
        return found with { Written = true, Checksum = after.Checksum };
    }

    /// <summary>Makes the entries and the state of a stream that has none, in a transaction that the caller commits.</summary>
    /// <remarks>An event that the ledger does not know is not adopted here either: its entry says so and blocks the figures.</remarks>
    public async Task FillAsync(NpgsqlTransaction transaction, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var (stream, rows) = (new StreamKey(organisation, initiative), new List<StreamEntryRow>());
        var comparison = await InitiativeComparison.RunAsync(transaction.Connection!, stream, row => rows.Add(new(stream, row)), cancellation);
        await EntriesTable.InsertAsync(transaction.Connection!, rows, cancellation);
        await StateAsync(transaction, stream, comparison, cancellation);
    }

    private static bool CanBeSettled(ImmutableArray<Difference> differences, bool eventsCount) => differences.All(d => d.CanBeSettled(eventsCount));

    private static InitiativeFindings Result(StreamKey stream, InitiativeComparison found) =>
        new(stream.Organisation, stream.Initiative, found.Events, found.Unreadable, found.Checksum, [.. found.Differences]);

    private async Task StateAsync(NpgsqlTransaction transaction, StreamKey stream, InitiativeComparison found, CancellationToken cancellation)
    {
        var options = SessionOptions.ForTransaction(transaction);
        options.TenantId = stream.Organisation.Value;
        await using var session = store.LightweightSession(options);
        InitiativeStates.QueueReplace(session, stream, found.Last, found.State);
        await session.SaveChangesAsync(cancellation);
    }

    private static async Task<List<(Slug Organisation, Slug Initiative)>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new List<(Slug, Slug)>();
        while (await reader.ReadAsync(cancellation))
            streams.Add((new(reader.GetString(0)), new(reader.GetString(1))));
        return streams;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, StreamKey stream, CancellationToken cancellation, params object[] more)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = stream.Organisation.Value }, new() { Value = stream.Initiative.Value } },
        };
        foreach (var value in more)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
