using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>The statements by which a group commit takes its locks and reads the states behind them.</summary>
internal static class CommitBatchSql
{
    private const string Keys = "unnest($1::text[], $2::text[]) k (t, i)";

    /// <param name="held">Called for each name that another transaction holds; never, when waiting.</param>
    public static void LockNames(SqlBatch batch, IEnumerable<string> names, bool waiting, Action<string> held)
    {
        if (waiting)
            // In the order of the lock numbers, since two names may share one.
            batch.Add("select pg_advisory_xact_lock(h) from (select distinct hashtextextended(n, 0) as h from unnest($1::text[]) n order by h) locks", _ => { },
                [names.ToArray()]);
        else
            batch.Add("select n, pg_try_advisory_xact_lock(hashtextextended(n, 0)) from unnest($1::text[]) n", row =>
            {
                if (!row.GetBoolean(1))
                    held(row.GetString(0));
            }, [names.ToArray()]);
    }

    /// <param name="locked">Called with the version of each stream that exists and is now locked.</param>
    public static void LockStreams(SqlBatch batch, IReadOnlyList<StreamKey> streams, bool waiting, Action<StreamKey, long> locked) => batch.Add(
        $"select s.tenant_id, s.id, s.version from {Keys} join {MartenTables.Streams} s on s.tenant_id = k.t and s.id = k.i "
            + $"{(waiting ? "order by s.tenant_id, s.id for update of s" : "for update of s skip locked")}",
        row => locked(Key(row), row.GetInt64(2)), [Organisations(streams), Initiatives(streams)]);

    /// <param name="found">Called with the version of each stream that exists.</param>
    public static void Versions(SqlBatch batch, IReadOnlyList<StreamKey> streams, Action<StreamKey, long> found) => batch.Add(
        $"select s.tenant_id, s.id, s.version from {Keys} join {MartenTables.Streams} s on s.tenant_id = k.t and s.id = k.i",
        row => found(Key(row), row.GetInt64(2)), [Organisations(streams), Initiatives(streams)]);

    /// <param name="known">Called for each stream with whether it exists, its state, and the database's time.</param>
    public static void States(SqlBatch batch, IReadOnlyList<StreamKey> streams, Action<StreamKey, bool, string?, Instant> known) => batch.Add(
        $"""
        select k.t, k.i, s.version > 0, d.data::text, clock_timestamp() from {Keys}
        left join {MartenTables.Streams} s on s.tenant_id = k.t and s.id = k.i
        left join {MartenTables.InitiativeStates} d on d.tenant_id = k.t and d.id = k.i
        """,
        row => known(Key(row), !row.IsDBNull(2) && row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetFieldValue<Instant>(4)),
        [Organisations(streams), Initiatives(streams)]);

    public static StreamKey Key(NpgsqlDataReader row) => new(new(row.GetString(0)), new(row.GetString(1)));

    public static string[] Organisations(IEnumerable<StreamKey> streams) => [.. streams.Select(s => s.Organisation.Value)];

    public static string[] Initiatives(IEnumerable<StreamKey> streams) => [.. streams.Select(s => s.Initiative.Value)];
}
