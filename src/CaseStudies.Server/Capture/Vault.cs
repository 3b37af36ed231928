using System.Collections.Concurrent;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using Deposited = (CaseStudies.Server.Store.StreamKey Stream, CaseStudies.Server.Capture.VaultDeposit Text);

namespace CaseStudies.Server.Capture;

/// <summary>
/// The vault, where personal data lives. Only this class and those beside it (<c>Vault*</c>) read and write its tables; a backup copies them unread.
/// </summary>
internal sealed class Vault(TenantConnections connections) : IVaultTexts
{
    private static readonly TableRows<Deposited> s_texts = new(
        Tables.VaultTexts,
        Column<Deposited>.Text("tenant_id", d => d.Stream.Organisation.Value), Column<Deposited>.Uuid("id", d => d.Text.Id),
        Column<Deposited>.Text("stream_id", d => d.Stream.Initiative.Value), Column<Deposited>.Text("field", d => d.Text.Field),
        Column<Deposited>.Text("value", d => d.Text.Value), Column<Deposited>.Bytes("salt", d => d.Text.Salt),
        Column<Deposited>.Text("person", d => d.Text.Person?.Value));

    private readonly ConcurrentDictionary<Slug, byte[]> _keys = [];

    /// <summary>A command's keyed fingerprint. Without the organisation's key, nobody can try names against it.</summary>
    public async Task<byte[]> FingerprintAsync(Slug organisation, byte[] canonical, CancellationToken cancellation)
    {
        if (!_keys.TryGetValue(organisation, out var key))
            _keys[organisation] = key = await KeyAsync(organisation, cancellation);
        return HMACSHA256.HashData(key, canonical);
    }

    /// <summary>The fingerprint as a function, for many bodies.</summary>
    public async Task<Func<byte[], byte[]>> KeyedAsync(Slug organisation, CancellationToken cancellation)
    {
        await FingerprintAsync(organisation, [], cancellation);
        return content => HMACSHA256.HashData(_keys[organisation], content);
    }

    /// <summary>Puts texts into the vault in the transaction of their events.</summary>
    /// <remarks>The name of a file comes again with a resumed import; the first one counts.</remarks>
    public static void QueueDeposit(IDocumentOperations operations, IReadOnlyList<Deposited> deposits) =>
        s_texts.QueueInsert(operations, deposits, " on conflict do nothing");

    public async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Slug organisation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand($"select id, value from {Tables.VaultTexts} where tenant_id = $1 and id = any($2)", connection);
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
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        // If two nodes try at once, the first key stays and both read it.
        await using var insert = new NpgsqlCommand(
            $"insert into {Tables.VaultKeys} (tenant_id, key, mapped_at) values ($1, $2, now()) on conflict do nothing", connection);
        insert.Parameters.Add(new() { Value = organisation.Value });
        insert.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        await insert.ExecuteNonQueryAsync(cancellation);
        await using var select = new NpgsqlCommand($"select key from {Tables.VaultKeys} where tenant_id = $1", connection);
        select.Parameters.Add(new() { Value = organisation.Value });
        return (byte[])(await select.ExecuteScalarAsync(cancellation))!;
    }
}
