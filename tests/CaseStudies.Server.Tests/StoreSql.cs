using CaseStudies.Server.Store;

namespace CaseStudies.Server.Tests;

/// <summary>What tests do to the store behind the program's back.</summary>
internal static class StoreSql
{
    /// <summary>A headers column as the program writes it.</summary>
    public const string Headers = """{"index":0,"source":"http"}""";

    /// <summary>An event row that no program wrote. The .NET type is Marten's own column; null halts its daemon.</summary>
    public static Task RawEventAsync(
        this ServerFixture server, string organisation, string initiative, string type, string body, string? dotnetType = "written.by.hand",
        string? headers = Headers, string? by = "hand") => server.ExecuteAsync(
        """
        with v as (update casestudies.mt_streams set version = version + 1 where tenant_id = $1 and id = $2 returning version)
        insert into casestudies.mt_events(seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, headers, user_name,
            causation_id)
        select nextval('casestudies.mt_events_sequence'), gen_random_uuid(), $2, v.version, $4::jsonb, $3, $9, $1,
               nullif($5, ''), false, nullif($6, '')::jsonb, nullif($7, ''), $8 from v
        """, organisation, initiative, type, body, dotnetType ?? "", headers ?? "", by ?? "", Guid.NewGuid().ToString(), server.Clock.GetCurrentInstant());

    /// <summary>Makes an event that a test wrote look as if a command had made it: with its id and its row in the ledger.</summary>
    public static async Task BackAsync(this ServerFixture server, string organisation, string initiative, int version)
    {
        const string place = "tenant_id = $1 and stream_id = $2 and version = $3";
        var command = await server.ScalarAsync<string>($"select causation_id from casestudies.mt_events where {place}", organisation, initiative, version);
        await server.ExecuteAsync($"update casestudies.mt_events set id = $4 where {place}", organisation, initiative, version,
            EventIds.ForCommand(new(organisation), new(Guid.Parse(command)), 0));
        await server.ExecuteAsync(
            $"""
            insert into casestudies.command_ledger (tenant_id, command_id, body_hash, stream_id, first_version, events, recorded_at)
            select tenant_id, causation_id::uuid, '\x00', stream_id, version, 1, timestamp from casestudies.mt_events where {place}
            """, organisation, initiative, version);
    }

    /// <summary>The transactions that wrote each entry, to see which were written anew.</summary>
    public static Task<string> WritersAsync(this ServerFixture server, string organisation, string initiative) => server.ScalarAsync<string>(
        "select coalesce(string_agg(version || ' ' || xmin, ',' order by version), '') from casestudies.entries where tenant_id = $1 and stream_id = $2",
        organisation, initiative);

    public static async Task<int> HeadAsync(this ServerFixture server, string organisation, string initiative) =>
        (int)await server.ScalarAsync<long>("select version from casestudies.mt_streams where tenant_id = $1 and id = $2", organisation, initiative);

    /// <summary>The relation's rows of one initiative as one text, to compare byte for byte.</summary>
    public static Task<string> RelationAsync(this ServerFixture server, string organisation, string initiative) => server.ScalarAsync<string>(
        "select coalesce(string_agg(to_jsonb(r)::text, E'\\n' order by version), '') from casestudies.entries r where tenant_id = $1 and stream_id = $2",
        organisation, initiative);

    public static Task<long> CountAsync(this ServerFixture server, string table, string organisation, string initiative) => server.ScalarAsync<long>(
        $"select count(*) from casestudies.{table} where tenant_id = $1 and stream_id = $2", organisation, initiative);
}
