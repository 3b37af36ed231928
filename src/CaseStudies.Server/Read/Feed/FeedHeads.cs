using CaseStudies.Domain;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Read;

/// <summary>The streams of one feed.</summary>
/// <param name="Initiative">Empty: all of the organisation.</param>
internal sealed record FeedStreams(string Organisation, string Initiative);

/// <summary>How far feeds have come: for each the sum of the versions of its streams, as <see cref="FeedPage.Head"/>, by one query.</summary>
internal static class FeedHeads
{
    /// <summary>In seconds. A look takes milliseconds; one that takes this long has met a session that does not answer.</summary>
    private const int Patience = 2;

    public static async Task<Dictionary<FeedStreams, long>> ReadAsync(TenantConnections connections, IReadOnlyList<FeedStreams> streams)
    {
        var heads = new Dictionary<FeedStreams, long>();
        var batch = new SqlBatch(streams.Select(s => new Slug(s.Organisation))) { Timeout = Patience };
        batch.Add(
            $"""
            select k.t, k.i, coalesce((
                select sum(s.version) from {MartenTables.Streams} s where s.tenant_id = k.t and s.id <> '{OrganisationStream.Tombstones}'), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i = ''
            union all
            select k.t, k.i, coalesce((select s.version from {MartenTables.Streams} s where s.tenant_id = k.t and s.id = k.i), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i <> ''
            """,
            row => heads[new(row.GetString(0), row.GetString(1))] = row.GetInt64(2),
            [streams.Select(s => s.Organisation).ToArray(), streams.Select(s => s.Initiative).ToArray()]);
        await connections.RunAsync(batch, CancellationToken.None);
        return heads;
    }
}
