using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Access;

/// <summary>
/// The keys of programs: <c>csk_</c>, the organisation, and 32 random bytes. A key is shown once, when it is made; its hash is kept in the vault's schema. What
/// it allows is the membership of its program, which is an event of the organisation.
/// </summary>
internal sealed class ApiKeys(TenantConnections connections, IClock clock)
{
    public const string Prefix = "csk_";

    /// <summary>How many of the first characters are kept, so that people recognise a key: of the random part enough to tell two apart.</summary>
    private const int Shown = 6;

    /// <summary>When a key was last used is noted no more often than this, so that reading does not become writing.</summary>
    private static readonly Duration s_noted = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Instant> _noted = [];

    public static (string Key, MemberId Member) New(Slug organisation) =>
        ($"{Prefix}{organisation}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}", Identities.NewId());

    /// <summary>Keeps what recognises the key, in the transaction of its event.</summary>
    public static void QueueInsert(IDocumentSession session, Slug organisation, string key, MemberId member, Instant until) => session.QueueSqlCommand(
        $"insert into {Tables.ApiKeys} (tenant_id, hash, member, prefix, until) values (?, ?, ?, ?, ?)",
        organisation.Value, Hash(key), member.Value, key[..(Prefix.Length + organisation.Value.Length + 1 + Shown)], until);

    /// <summary>Whose key it is; null if it is nobody's, or over.</summary>
    public async Task<MemberId?> FindAsync(string key, CancellationToken cancellation)
    {
        if (key.Split('_', 3) is not [_, var named, { Length: > 0 }] || !Slug.IsValid(named))
            return null;
        var (organisation, hash, now, found) = (new Slug(named), Hash(key), clock.GetCurrentInstant(), (MemberId?)null);
        var batch = new SqlBatch([organisation]);
        batch.Add($"select member from {Tables.ApiKeys} where tenant_id = $1 and hash = $2 and until > $3", row => found = new(row.GetString(0)),
            [organisation.Value, hash, now]);
        await connections.RunAsync(batch, cancellation);
        if (found is { } member)
            await NoteAsync(organisation, hash, member, now, cancellation);
        return found;
    }

    /// <summary>By member: how the key begins, and when it was last used.</summary>
    public async Task<IReadOnlyDictionary<string, (string Prefix, Instant? LastUsed)>> AllAsync(Slug organisation, CancellationToken cancellation)
    {
        var all = new Dictionary<string, (string, Instant?)>();
        var batch = new SqlBatch([organisation]);
        batch.Add($"select member, prefix, last_used_at from {Tables.ApiKeys} where tenant_id = $1",
            row => all.Add(row.GetString(0), (row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<Instant>(2))), [organisation.Value]);
        await connections.RunAsync(batch, cancellation);
        return all;
    }

    private async Task NoteAsync(Slug organisation, byte[] hash, MemberId member, Instant now, CancellationToken cancellation)
    {
        if (_noted.TryGetValue(member.Value, out var noted) && now - noted < s_noted)
            return;
        _noted[member.Value] = now;
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var update = new NpgsqlCommand($"update {Tables.ApiKeys} set last_used_at = $3 where tenant_id = $1 and hash = $2", connection);
        update.Parameters.Add(new() { Value = organisation.Value });
        update.Parameters.Add(new() { Value = hash });
        update.Parameters.Add(new() { Value = now });
        await update.ExecuteNonQueryAsync(cancellation);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
