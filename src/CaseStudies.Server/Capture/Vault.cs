using System.Collections.Concurrent;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Where personal data lives. The only code that reads or writes the vault's tables; a backup moves them whole and unread.</summary>
internal sealed class Vault(NpgsqlDataSource source)
{
    private readonly ConcurrentDictionary<Slug, byte[]> _keys = [];

    /// <summary>A command's fingerprint under the organisation's own key: without the key, nobody can try names against it.</summary>
    public async Task<byte[]> FingerprintAsync(Slug organisation, byte[] canonical, CancellationToken cancellation)
    {
        if (!_keys.TryGetValue(organisation, out var key))
            _keys[organisation] = key = await KeyAsync(organisation, cancellation);
        return HMACSHA256.HashData(key, canonical);
    }

    /// <summary>The same as a function, for whoever has many.</summary>
    public async Task<Func<byte[], byte[]>> KeyedAsync(Slug organisation, CancellationToken cancellation)
    {
        await FingerprintAsync(organisation, [], cancellation);
        return content => HMACSHA256.HashData(_keys[organisation], content);
    }

    /// <summary>Hands out the texts that are still there, one by one.</summary>
    public async Task ReadAsync(Slug organisation, Guid[] ids, Action<Guid, string> text, CancellationToken cancellation)
    {
        if (ids.Length == 0)
            return;
        await using var select = source.CreateCommand($"select id, value from {Tables.VaultTexts} where tenant_id = $1 and id = any($2)");
        select.Parameters.Add(new() { Value = organisation.Value });
        select.Parameters.Add(new() { Value = ids });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            text(reader.GetGuid(0), reader.GetString(1));
    }

    /// <summary>Puts texts into the vault in the session's transaction: with their events, or not at all.</summary>
    /// <remarks>A row of a file has one place, whichever of its acts comes first.</remarks>
    public static void QueueDeposits(IDocumentOperations operations, Slug organisation, Slug initiative, IReadOnlyCollection<VaultDeposit> deposits)
    {
        if (deposits.Count > 0)
            operations.QueueSqlCommand(
                $"""
                insert into {Tables.VaultTexts} (tenant_id, id, stream_id, field, value, salt)
                select ?, i, ?, f, v, decode(s, 'hex') from unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) x (i, f, v, s) on conflict do nothing
                """,
                organisation.Value, initiative.Value, deposits.Select(d => d.Id).ToArray(), deposits.Select(d => d.Field).ToArray(), deposits.Select(d => d.Value).ToArray(),
                deposits.Select(d => Convert.ToHexString(d.Salt)).ToArray());
    }

    private async Task<byte[]> KeyAsync(Slug organisation, CancellationToken cancellation)
    {
        // Two nodes may both try: the first key stays, both read it.
        await using var insert = source.CreateCommand($"insert into {Tables.VaultKeys} (tenant_id, key) values ($1, $2) on conflict do nothing");
        insert.Parameters.Add(new() { Value = organisation.Value });
        insert.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        await insert.ExecuteNonQueryAsync(cancellation);
        await using var select = source.CreateCommand($"select key from {Tables.VaultKeys} where tenant_id = $1");
        select.Parameters.Add(new() { Value = organisation.Value });
        return (byte[])(await select.ExecuteScalarAsync(cancellation))!;
    }
}
