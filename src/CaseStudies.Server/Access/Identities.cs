using System.Collections.Concurrent;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Access;

/// <summary>
/// The random ids under which people of an identity provider are known here. Events name these; which subject of which provider stands behind one is in the
/// vault only, so that a subject that is a name or a telephone number never gets into an event.
/// </summary>
internal sealed class Identities(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>The longest subject that OpenID Connect allows (Core 1.0, section 2).</summary>
    public const int MaximumSubject = 255;

    /// <summary>Kept in memory; an organisation has some dozens of members.</summary>
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<(string Issuer, string Subject), MemberId> _known = [];

    /// <summary>An id that nobody has.</summary>
    public static MemberId NewId() => new($"m-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");

    /// <summary>Who stands behind the members that came by this issuer.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SubjectsOfAsync(string issuer, string[] members, CancellationToken cancellation)
    {
        await using var select = source.CreateCommand($"select member, subject from {Tables.Identities} where issuer = $1 and member = any($2)");
        select.Parameters.Add(new() { Value = issuer });
        select.Parameters.Add(new() { Value = members });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var all = new Dictionary<string, string>();
        while (await reader.ReadAsync(cancellation))
            all.Add(reader.GetString(0), reader.GetString(1));
        return all;
    }

    /// <summary>Tokens of the person that were issued until now are refused, on every node.</summary>
    /// <inheritdoc cref="SignOutAsync(MemberId?, Instant, CancellationToken)"/>
    /// <remarks>By the framework's clock, which judges tokens.</remarks>
    public Task<bool> SignOutAsync(MemberId? member, CancellationToken cancellation) =>
        SignOutAsync(member, Instant.FromDateTimeOffset(time.GetUtcNow()), cancellation);

    /// <summary>From now on, tokens of the person that were issued until then are refused, on every node.</summary>
    /// <param name="member">Null: of everybody.</param>
    /// <returns>Whether there is such a person.</returns>
    public async Task<bool> SignOutAsync(MemberId? member, Instant at, CancellationToken cancellation)
    {
        await using var update = source.CreateCommand(
            $"update {Tables.Identities} set signed_out_at = greatest(signed_out_at, $1) where $2::text is null or member = $2");
        update.Parameters.Add(new() { Value = at });
        update.Parameters.Add(new() { Value = (object?)member?.Value ?? DBNull.Value });
        return await update.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Asked anew each time.</summary>
    public async Task<bool> IsSignedOutAsync(MemberId member, Instant issued, CancellationToken cancellation)
    {
        await using var select = source.CreateCommand($"select signed_out_at >= $2 from {Tables.Identities} where member = $1");
        select.Parameters.Add(new() { Value = member.Value });
        select.Parameters.Add(new() { Value = issued });
        return await select.ExecuteScalarAsync(cancellation) is true;
    }

    /// <returns>Null: nobody of that name has come yet.</returns>
    public async Task<MemberId?> FindAsync(string issuer, string subject, CancellationToken cancellation)
    {
        if (_known.TryGetValue((issuer, subject), out var known))
            return known;
        await using var select = source.CreateCommand($"select member from {Tables.Identities} where issuer = $1 and subject = $2");
        select.Parameters.Add(new() { Value = issuer });
        select.Parameters.Add(new() { Value = subject });
        return await select.ExecuteScalarAsync(cancellation) is string member ? new(member) : null;
    }

    /// <summary>The same id each time. Who comes for the first time gets one.</summary>
    public async Task<MemberId> IdOfAsync(string issuer, string subject, CancellationToken cancellation)
    {
        if (_known.TryGetValue((issuer, subject), out var known))
            return known;
        // If two nodes try at once, the first id stays and both read it.
        await using var insert = source.CreateCommand(
            $"insert into {Tables.Identities} (issuer, subject, member) values ($1, $2, $3) on conflict (issuer, subject) do nothing");
        insert.Parameters.Add(new() { Value = issuer });
        insert.Parameters.Add(new() { Value = subject });
        insert.Parameters.Add(new() { Value = NewId().Value });
        await insert.ExecuteNonQueryAsync(cancellation);
        if (_known.Count >= MostKnown)
            _known.Clear();
        return _known[(issuer, subject)] = (await FindAsync(issuer, subject, cancellation))!.Value;
    }
}
