using System.Text.Json.Nodes;
using CaseStudies.Server.Read;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Read;

/// <summary>The list of initiatives costs what the initiatives cost, however much was recorded in them.</summary>
public sealed class PortfolioReadingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Organisation = "much-recorded";
    private const int Many = 5_000;

    [Fact]
    public async Task No_event_that_the_view_has_passed_is_looked_at_and_what_it_skipped_is_shown_all_the_same()
    {
        await Api.OpenedAsync(server, Organisation, "one");
        await server.ExecuteAsync(
            $$"""
            with v as (update casestudies.mt_streams set version = version + {{Many}} where tenant_id = $1 and id = 'one' returning version - {{Many}} as last)
            insert into casestudies.mt_events(
                seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, headers, user_name, causation_id)
            select nextval('casestudies.mt_events_sequence'), gen_random_uuid(), 'one', v.last + n, '{}', 'never_heard_of', now(), $1, 'by.hand', false,
                '{}', 'hand', null from v, generate_series(1, {{Many}}) n
            """, Organisation);
        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(60));
        await server.ExecuteAsync("analyze casestudies.mt_events");

        Assert.InRange(await EventsReadAsync(), 0, 10);
        var item = Assert.Single(await server.Host.Services.GetRequiredService<PortfolioReader>()
            .InitiativesAsync(new(Organisation), TestContext.Current.CancellationToken));
        Assert.Equal((Many + 3, $"{Many} of {Many + 3} events could not be read into this view.", null), (item.Events, item.Blocked, item.BehindSince));
    }

    [Fact]
    public async Task What_the_view_has_not_reached_is_said_to_be_behind_and_not_blocked()
    {
        var api = await Api.OpenedAsync(server, "behind", "one");
        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(60));
        // Written and not yet passed: its number is far ahead.
        await server.ExecuteAsync(
            """
            with v as (update casestudies.mt_streams set version = version + 1 where tenant_id = 'behind' and id = 'one' returning version)
            insert into casestudies.mt_events(
                seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, headers, user_name, causation_id)
            select 1000000000, gen_random_uuid(), 'one', v.version, '{}', 'never_heard_of', '2026-04-01T00:00:00Z', 'behind', 'by.hand', false, '{}', 'hand',
                null from v
            """);

        var item = Assert.Single(await server.Host.Services.GetRequiredService<PortfolioReader>()
            .InitiativesAsync(new("behind"), TestContext.Current.CancellationToken));
        Assert.Equal((4, null, NodaTime.Instant.FromUtc(2026, 4, 1, 0, 0)), (item.Events, item.Blocked, item.BehindSince));
    }

    /// <summary>The rows of the table of events that PostgreSQL went through for the list.</summary>
    private async Task<long> EventsReadAsync()
    {
        await using var explain = server.Source.CreateCommand("explain (analyze, format json) " + PortfolioReader.ListSql);
        explain.Parameters.Add(new() { Value = Organisation });
        explain.Parameters.Add(new() { Value = await server.ScalarAsync<long>(PortfolioReader.ProgressSql) });
        var plan = JsonNode.Parse((string)(await explain.ExecuteScalarAsync(TestContext.Current.CancellationToken))!)![0]!["Plan"]!;
        return Nodes(plan).Where(n => (string?)n["Relation Name"] == "mt_events")
            .Sum(n => (long)(((double)n["Actual Rows"]! + ((double?)n["Rows Removed by Filter"] ?? 0)) * (double)n["Actual Loops"]!));
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode plan) =>
        (plan["Plans"]?.AsArray() ?? []).SelectMany(p => Nodes(p!)).Prepend(plan);
}
