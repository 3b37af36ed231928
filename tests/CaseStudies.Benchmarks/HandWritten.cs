using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using NodaTime;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>
/// What somebody would write by hand for the same promise: the command's ledger row first, the stream's row locked and its
/// version known, then event, entry, ledger row and version in one batch, and one commit a fact.
/// </summary>
/// <remarks>It decides nothing, keeps no state and reads no body: its columns and indexes are those of our tables.</remarks>
internal sealed class HandWritten(NpgsqlDataSource source, IClock clock)
{
    private const string Tables =
        """
        create schema hand;
        create table hand.streams (tenant_id text, stream_id text, version int not null, primary key (tenant_id, stream_id));
        create table hand.events (seq bigserial primary key, id uuid not null unique, tenant_id text not null, stream_id text not null, version int not null,
            type text not null, data jsonb not null, headers jsonb not null, recorded_at timestamptz not null, recorded_by text not null,
                command_id uuid not null,
            unique (tenant_id, stream_id, version));
        create table hand.entries (like casestudies.entries including all);
        create table hand.ledger (like casestudies.command_ledger including all);
        """;

    public Contender Contender =>
        new("by hand", stream => WriteAsync(Facts.Organisation(stream).Value, Facts.Initiative(stream).Value, Guid.NewGuid(), Facts.Body()));

    /// <summary>Every stream is opened beforehand, as ours are.</summary>
    public async Task CreateAsync(int streams)
    {
        await using var command = source.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync();
        for (var stream = 0; stream < streams; stream++)
        {
            await using var open = source.CreateCommand("insert into hand.streams (tenant_id, stream_id, version) values ($1, $2, 0)");
            open.Parameters.Add(new() { Value = Facts.Organisation(stream).Value });
            open.Parameters.Add(new() { Value = Facts.Initiative(stream).Value });
            await open.ExecuteNonQueryAsync();
        }
    }

    /// <returns>The event's version.</returns>
    public async Task<int> WriteAsync(string organisation, string initiative, Guid command, string body)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(body));
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var version = await ClaimAsync(connection, organisation, initiative, command) + 1;
        await using var batch = connection.CreateBatch();
        var now = clock.GetCurrentInstant();
        Add(batch, "insert into hand.events (id, tenant_id, stream_id, version, type, data, headers, recorded_at, recorded_by, command_id) values ($1, $2, "
            + "$3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10)",
            Guid.NewGuid(), organisation, initiative, version, Facts.Kind, body, """{"index":0,"source":"http"}""", now, "bench", command);
        Add(batch, "insert into hand.entries (tenant_id, stream_id, version, recorded_at, recorded_by, source, kind, occurred_on, opens, fact) values ($1, "
            + "$2, $3, $4, $5, 'http', $6, $7, $8, $9::jsonb)",
            organisation, initiative, version, now, "bench", Facts.Kind, new DateOnly(2025, 6, 2), command, body);
        Add(batch, "insert into hand.ledger (tenant_id, command_id, body_hash, stream_id, first_version, events, recorded_at) values ($1, $2, $3, $4, "
            + "$5, 1, $6)",
            organisation, command, hash, initiative, version, now);
        Add(batch, "update hand.streams set version = $3 where tenant_id = $1 and stream_id = $2", organisation, initiative, version);
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return version;
    }

    private static async Task<int> ClaimAsync(NpgsqlConnection connection, string organisation, string initiative, Guid command)
    {
        await using var batch = connection.CreateBatch();
        Add(batch, "select pg_advisory_xact_lock(hashtextextended($1, 0))", $"{organisation}/{command}");
        Add(batch, "select body_hash from hand.ledger where tenant_id = $1 and command_id = $2", organisation, command);
        Add(batch, "select version from hand.streams where tenant_id = $1 and stream_id = $2 for update", organisation, initiative);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        if (await reader.ReadAsync())
            throw new InvalidOperationException("A command that was never sent is known.");
        await reader.NextResultAsync();
        return await reader.ReadAsync() ? reader.GetInt32(0) : throw new InvalidOperationException("The stream was never opened.");
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }
}
