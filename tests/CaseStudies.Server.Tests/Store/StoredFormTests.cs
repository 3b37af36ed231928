using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Server.Tests.Store;

public sealed class StoredFormTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Command = "7d444840-9dc0-11d1-b245-5ffdce74fad2";

    [Fact]
    public async Task One_act_stands_in_the_store_exactly_like_this()
    {
        var api = await Api.OpenedAsync(server, "ysc", "stored");
        var was = server.Clock.GetCurrentInstant();
        server.Clock.Reset(Instant.FromUtc(2026, 4, 2, 3, 4, 5) + Duration.FromNanoseconds(123_456_789));
        var (_, answer) = await api.PostAsync("/entries",
            $$"""
            {"command":"{{Command}}","capturedAt":"2026-04-01T22:00:00.5Z","facts":[
              {"kind":"session_held","session":"00000000-0000-0000-0000-000000000001","strand":"cafe","on":"2025-06-01","start":"10:00:00",
              "sessionKind":"visit-received"},
              {"kind":"participants_counted","session":"00000000-0000-0000-0000-000000000001","scheme":"audience","group":"youth","count":12,"unit":"people"}]}
            """);
        server.Clock.Reset(was);

        Assert.Equal(
            [
                """
                4|session_held|{"on": "2025-06-01", "start": "10:00:00", "strand": "cafe", "session": "00000000-0000-0000-0000-000000000001",
                """
                + """
                 "sessionKind": "visit-received"}|local-user|7d444840-9dc0-11d1-b245-5ffdce74fad2|
                """
                + """
                {"index": 0, "source": "http", "capturedAt": "2026-04-01T22:00:00.5Z"}|2026-04-02 03:04:05.123456|ysc|f
                """,
                """
                5|participants_counted_v3|{"unit": "people", "count": 12, "group": "youth", "scheme": "audience",
                """
                + """
                 "session": "00000000-0000-0000-0000-000000000001"}|local-user|7d444840-9dc0-11d1-b245-5ffdce74fad2|
                """
                + """
                {"index": 1, "source": "http", "capturedAt": "2026-04-01T22:00:00.5Z"}|2026-04-02 03:04:05.123456|ysc|f
                """,
            ],
            await server.ScalarAsync<string[]>(
                """
                select array_agg(concat_ws('|', version, type, data::text, user_name, causation_id, headers::text, (timestamp at time zone 'UTC')::text,
                    tenant_id, is_archived) order by version)
                from casestudies.mt_events where tenant_id = 'ysc' and stream_id = 'stored' and version > 3
                """));
        Assert.Equal(
            [IdOf($"ysc/{Command}/0"), IdOf($"ysc/{Command}/1")],
            await server.ScalarAsync<Guid[]>(
                "select array_agg(id order by version) from casestudies.mt_events where tenant_id = 'ysc' and stream_id = 'stored' and version > 3"));
        Assert.Equal("2026-04-02T03:04:05.123456Z", JsonNode.Parse(answer)!["recordedAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_relation_holds_the_same_act_like_this()
    {
        var api = await Api.OpenedAsync(server, "ysc", "related");
        var entry = await api.RecordAsync(Sentences.Milestone("first"));
        await api.CorrectAsync(entry, Sentences.Milestone("second"));
        await api.WithdrawAsync(entry);

        Assert.Equal(
            [
                $"4|milestone_reached|2025-05-01||{entry}||first|",
                $"5|entry_corrected|2025-05-01||{entry}|{entry}|second|miscounted",
                $"6|entry_withdrawn||||{entry}||miscounted",
            ],
            await server.ScalarAsync<string[]>(
                """
                select array_agg(version || '|' || kind || '|' || coalesce(occurred_on::text, '') || '|' || coalesce(problem, '') || '|' ||
                    coalesce(opens::text, '') || '|'
                                 || coalesce(closes::text, '') || '|' || coalesce(fact ->> 'milestone', '') || '|' || coalesce(reason ->> 'code', '')
                                     order by version)
                from casestudies.entries where tenant_id = 'ysc' and stream_id = 'related' and version > 3
                """));
    }

    [Fact]
    public async Task What_a_person_wrote_privately_is_in_the_vault_and_nowhere_else()
    {
        const string Secret = "ひみつ-zq81";
        var api = await Api.OpenedAsync(server, "ysc", "private");
        await api.RecordAsync($$"""{"kind":"consultation_received","on":"2025-05-01","channel":"phone","note":{{JsonSerializer.Serialize(Secret)}}}""");

        Assert.Equal(1, await server.ScalarAsync<long>("select count(*) from vault.texts where value = $1 and tenant_id = 'ysc' and stream_id = 'private'",
            Secret));
        foreach (var table in await server.ScalarAsync<string[]>(
            "select array_agg(schemaname || '.' || tablename) from pg_tables where schemaname = 'casestudies'"))
            Assert.Equal((table, 0),
                (table, await server.ScalarAsync<long>($"select count(*) from {table} t where t::text like '%zq81%' or to_jsonb(t)::text like '%zq81%'")));
    }

    private static Guid IdOf(string text) => new(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
}
