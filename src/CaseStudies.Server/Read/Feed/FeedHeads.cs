using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Read;

/// <summary>The streams of one feed.</summary>
/// <param name="Initiative">Empty: all of the organisation.</param>
internal sealed record FeedStreams(string Organisation, string Initiative);

/// <summary>How far feeds have come: for each the sum of the versions of its streams, as <see cref="FeedPage.Head"/>, by one query.</summary>
internal static class FeedHeads
{
    /// <summary>In seconds. A look takes milliseconds; one that takes this long has met a session that does not answer.</summary>
    private const int Patience = 2;

    public static async Task<Dictionary<FeedStreams, long>> ReadAsync(NpgsqlDataSource source, IReadOnlyList<FeedStreams> streams)
    {
        await using var command = source.CreateCommand(
            $"""
            select k.t, k.i, coalesce((
                select sum(s.version) from {MartenTables.Streams} s where s.tenant_id = k.t and s.id <> '{OrganisationStream.Tombstones}'), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i = ''
            union all
            select k.t, k.i, coalesce((select s.version from {MartenTables.Streams} s where s.tenant_id = k.t and s.id = k.i), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i <> ''
            """);
        command.CommandTimeout = Patience;
        command.Parameters.Add(new() { Value = streams.Select(s => s.Organisation).ToArray() });
        command.Parameters.Add(new() { Value = streams.Select(s => s.Initiative).ToArray() });
        await using var row = await command.ExecuteReaderAsync();
        var heads = new Dictionary<FeedStreams, long>();
        while (await row.ReadAsync())
            heads[new(row.GetString(0), row.GetString(1))] = row.GetInt64(2);
        return heads;
    }
}
