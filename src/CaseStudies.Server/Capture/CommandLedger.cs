using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;
using Line = (CaseStudies.Domain.Slug Organisation, CaseStudies.Domain.CommandId Command, CaseStudies.Server.Capture.LedgerEntry Entry);

namespace CaseStudies.Server.Capture;

/// <summary>A command that was accepted, with where its events stand.</summary>
/// <param name="Entries">The entries that its events opened or closed, in the order of the events. Read from the relation, not stored here.</param>
internal sealed record LedgerEntry(byte[] BodyHash, string Stream, int FirstVersion, int Events, Instant RecordedAt, IReadOnlyList<EntryId> Entries)
{
    /// <summary>True for the same body on the same stream.</summary>
    public bool IsOf(PendingCommand pending) => Stream == pending.Stream.Initiative.Value && CryptographicOperations.FixedTimeEquals(BodyHash, pending.Hash);
}

/// <summary>Makes every command count exactly once, for ever: read and written in the transaction that appends its events.</summary>
internal static class CommandLedger
{
    private static readonly TableRows<Line> s_table = new(
        Tables.Ledger,
        Column<Line>.Text("tenant_id", a => a.Organisation.Value), Column<Line>.Uuid("command_id", a => a.Command.Value),
        Column<Line>.Bytes("body_hash", a => a.Entry.BodyHash), Column<Line>.Text("stream_id", a => a.Entry.Stream),
        Column<Line>.Integer("first_version", a => a.Entry.FirstVersion), Column<Line>.Integer("events", a => a.Entry.Events),
        Column<Line>.Time("recorded_at", a => a.Entry.RecordedAt.ToDateTimeOffset()));

    /// <summary>
    /// Locks the command, then returns its row, or null for a new command. The row is looked up first because a unique violation would roll
    /// the append back and leave a gap in the sequence of events, at which all asynchronous views wait.
    /// </summary>
    public static async Task<LedgerEntry?> ClaimAsync(
        IDocumentSession session, Slug organisation, CommandId command, string? alsoLock, LockWait wait, CancellationToken cancellation)
    {
        await using var batch = session.Connection!.CreateBatch();
        batch.BatchCommands.Add(new(wait.Sql));
        batch.BatchCommands.Add(Lock($"{organisation}/{command}"));
        if (alsoLock is not null)
            batch.BatchCommands.Add(Lock(alsoLock));
        batch.BatchCommands.Add(new(
            $"select body_hash, stream_id, first_version, events, recorded_at from {Tables.Ledger} where tenant_id = $1 and command_id = $2")
        {
            Parameters = { new() { Value = organisation.Value }, new() { Value = command.Value } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            if (reader.FieldCount == 5)
                return await reader.ReadAsync(cancellation)
                    ? new(reader.GetFieldValue<byte[]>(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetFieldValue<Instant>(4), [])
                    : null;
        }
        while (await reader.NextResultAsync(cancellation));
        throw new InvalidOperationException("The ledger gave no answer.");
    }

    /// <summary>Reads the rows of a group's commands. The group holds their locks.</summary>
    public static void Find(SqlBatch batch, IReadOnlyList<PendingCommand> commands, Action<Slug, CommandId, LedgerEntry> found) => batch.Add(
        $"""
        select l.tenant_id, l.command_id, l.body_hash, l.stream_id, l.first_version, l.events, l.recorded_at, array(
            select coalesce(e.opens, e.closes) from {Tables.Entries} e where e.tenant_id = l.tenant_id and e.stream_id = l.stream_id
            and e.version >= l.first_version and e.version < l.first_version + l.events and coalesce(e.opens, e.closes) is not null order by e.version)
        from unnest($1::text[], $2::uuid[]) k (t, c) join {Tables.Ledger} l on l.tenant_id = k.t and l.command_id = k.c
        """,
        row => found(new(row.GetString(0)), new(row.GetGuid(1)), new(
            row.GetFieldValue<byte[]>(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetFieldValue<Instant>(6),
            [.. row.GetFieldValue<Guid[]>(7).Select(e => new EntryId(e))])),
        [commands.Select(a => a.Stream.Organisation.Value).ToArray(), commands.Select(a => a.Command.Command.Value).ToArray()]);

    public static void QueueInsert(IDocumentOperations operations, IReadOnlyList<Line> accepted) => s_table.QueueInsert(operations, accepted);

    private static NpgsqlBatchCommand Lock(string name) =>
        new("select pg_advisory_xact_lock(hashtextextended($1, 0))") { Parameters = { new() { Value = name } } };
}
