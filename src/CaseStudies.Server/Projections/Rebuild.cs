using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Projections;

/// <summary>The result of rebuilding one initiative.</summary>
/// <param name="Before">SHA-256 over the live rows in order.</param>
/// <param name="After">SHA-256 over the rebuilt rows. Equal, unless the live rows were wrong or an event has become readable.</param>
internal sealed record RebuiltInitiative(Slug Organisation, Slug Initiative, int Events, int Unreadable, string Before, string After)
{
    public bool Equal => Before == After;
}

/// <summary>
/// Rebuilds an initiative's entries and state from its events, in one transaction under its stream's lock, so that no
/// writer's row is lost and no reader sees half of it.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource source, IDocumentStore store)
{
    public async Task<List<(Slug Organisation, Slug Initiative)>> StreamsAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await StreamsAsync(connection, cancellation);
    }

    public static async Task<List<(Slug Organisation, Slug Initiative)>> StreamsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select s.tenant_id, s.id from {MartenTables.Streams} s where {OrganisationStream.IsInitiative} order by s.tenant_id, s.id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new List<(Slug, Slug)>();
        while (await reader.ReadAsync(cancellation))
            streams.Add((new(reader.GetString(0)), new(reader.GetString(1))));
        return streams;
    }

    public async Task<RebuiltInitiative> InitiativeAsync(Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession(organisation.Value);
        await session.BeginTransactionAsync(cancellation);
        return await InitiativeAsync(session, organisation, initiative, cancellation);
    }

    /// <summary>Rebuilds in a transaction that the caller commits or rolls back.</summary>
    public async Task<RebuiltInitiative> InitiativeAsync(NpgsqlTransaction transaction, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var options = SessionOptions.ForTransaction(transaction);
        options.TenantId = organisation.Value;
        await using var session = store.LightweightSession(options);
        return await InitiativeAsync(session, organisation, initiative, cancellation);
    }

    private static async Task<RebuiltInitiative> InitiativeAsync(IDocumentSession session, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var connection = session.Connection!;
        await LockAsync(connection, organisation, initiative, cancellation);
        var before = await ChecksumAsync(connection, organisation, initiative, cancellation);
        var events = await StoredEvents.ReadAsync(connection, organisation, initiative, cancellation);

        await using (var delete = new NpgsqlCommand($"delete from {Tables.Entries} where tenant_id = $1 and stream_id = $2", connection))
        {
            delete.Parameters.Add(new() { Value = organisation.Value });
            delete.Parameters.Add(new() { Value = initiative.Value });
            await delete.ExecuteNonQueryAsync(cancellation);
        }

        await EntriesTable.CopyAsync(connection, events.Select(e => new StreamEntryRow(new(organisation, initiative), e.Row)), cancellation);
        var after = await ChecksumAsync(connection, organisation, initiative, cancellation);
        var state = events.Where(e => e.Event is not null).Aggregate((Initiative?)null, (s, e) => Initiative.Evolve(s, e.Event!));
        if (state is not null)
            InitiativeStates.QueueReplace(session, new(organisation, initiative), events[^1].Row.Version, state);
        await session.SaveChangesAsync(cancellation);
        return new(organisation, initiative, events.Count, events.Count(e => e.Event is null), before, after);
    }

    private static async Task LockAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select version from {MartenTables.Streams} where tenant_id = $1 and id = $2 for update", connection)
        {
            Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value } },
        };
        await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>SHA-256 over every column of every row, in the order of versions.</summary>
    private static async Task<string> ChecksumAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(encode(sha256(convert_to(string_agg(r::text, E'\n' order by version), 'UTF8')), 'hex'), 'empty')
            from {Tables.Entries} r where tenant_id = $1 and stream_id = $2
            """, connection)
        {
            Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value } },
        };
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
