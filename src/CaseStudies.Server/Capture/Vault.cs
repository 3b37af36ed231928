using System.Collections.Concurrent;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Where personal data lives. The only code that reads or writes the vault's tables; a backup moves them whole and unread.</summary>
internal sealed class Vault(NpgsqlDataSource source) : IVaultTexts
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

    /// <summary>Puts texts into the vault in the transaction of their events: with them, or not at all.</summary>
    /// <remarks>A row of a file has one place, whichever of its acts comes first.</remarks>
    public static void Deposit(SqlBatch batch, IReadOnlyList<(StreamKey Stream, VaultDeposit Text)> deposits) => batch.Add(
        $"""
        insert into {Tables.VaultTexts} (tenant_id, id, stream_id, field, value, salt)
        select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bytea[]) on conflict do nothing
        """,
        deposits.Select(d => d.Stream.Organisation.Value).ToArray(), deposits.Select(d => d.Text.Id).ToArray(), deposits.Select(d => d.Stream.Initiative.Value).ToArray(),
        deposits.Select(d => d.Text.Field).ToArray(), deposits.Select(d => d.Text.Value).ToArray(), deposits.Select(d => d.Text.Salt).ToArray());

    public async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Slug organisation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var select = source.CreateCommand($"select id, value from {Tables.VaultTexts} where tenant_id = $1 and id = any($2)");
        select.Parameters.Add(new() { Value = organisation.Value });
        select.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var texts = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(cancellation))
            texts.Add(reader.GetGuid(0), reader.GetString(1));
        return texts;
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
