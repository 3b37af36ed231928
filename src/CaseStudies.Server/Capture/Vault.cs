using System.Collections.Concurrent;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Where personal data lives. The only code that writes the vault's tables.</summary>
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

    /// <summary>Puts a text into the vault in the session's transaction: with its event, or not at all.</summary>
    public static void QueueDeposit(IDocumentOperations operations, Slug organisation, Slug initiative, VaultDeposit deposit) =>
        operations.QueueSqlCommand(
            $"insert into {Tables.VaultTexts} (tenant_id, id, stream_id, field, value, salt) values (?, ?, ?, ?, ?, ?)",
            organisation.Value, deposit.Id, initiative.Value, deposit.Field, deposit.Value, deposit.Salt);

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
