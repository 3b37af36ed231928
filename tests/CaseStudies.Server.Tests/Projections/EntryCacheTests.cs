using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Import;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>What is kept in memory is never seen: every answer is the one that reading the whole table would give.</summary>
public sealed class EntryCacheTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string CountsEdited =
        "update casestudies.entries set fact = jsonb_set(fact, '{count}', '400') where tenant_id = $1 and kind = 'participants_counted'";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("acts-1", 1)]
    [InlineData("acts-2", 2)]
    [InlineData("acts-3", 3)]
    public async Task Whatever_is_done_on_two_nodes_reading_anew_gives_the_same(string organisation, int seed)
    {
        var import = await ImportApi.OpenedAsync(server, organisation, "garden");
        for (var day = 10; day < 20; day++)
            await import.Api.SessionAsync($"2025-05-{day}", day);
        var (here, there, whole) = (NewCache(), NewCache(), NewCache(0));
        var following = server.Host.Services.GetRequiredService<EntryCache>();
        for (var round = 0; round < 3; round++)
        {
            var acts = await RandomActs.OfAsync(import.Api, (seed * 10) + round);
            for (var i = 0; i < 6; i++)
            {
                var act = acts.Next();
                await import.Api.PostAsync(act.Path, act.Sent.ToJsonString()); // some are refused
                await SameAsync(i % 3 == 0 ? here : i % 3 == 1 ? there : following, whole, organisation);
            }

            var begun = Guid.NewGuid();
            await Interrupted.CommitAsync(server, organisation, "garden", Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, begun, after: 2);
            await SameAsync(here, whole, organisation);
            if (round == 1)
                await import.CompleteAsync(begun);
            else
                await import.AbandonAsync(begun);
            await SameAsync(there, whole, organisation);
            await SameAsync(here, whole, organisation);
            if (round == 0)
                await server.ExecuteAsync(CountsEdited, organisation);
            await SameAsync(here, whole, organisation);
            await RebuildAsync(organisation);
            await SameAsync(there, whole, organisation);
            await SameAsync(following, whole, organisation);
            await SameAsync(here, whole, organisation);
        }

        Assert.Equal((1, 1, 0), (here.Held.Initiatives, there.Held.Initiatives, whole.Held.Initiatives));
    }

    [Fact]
    public async Task Without_new_rows_nothing_is_folded_and_with_some_only_they_are()
    {
        var api = await Api.OpenedAsync(server, "grown", "garden");
        var cache = NewCache();
        var first = await ReadAsync(cache, "grown");
        Assert.Same(first, await ReadAsync(cache, "grown"));

        await api.SessionAsync("2025-05-10", 4);
        var grown = await ReadAsync(cache, "grown");

        Assert.Equal((first.Last + 2, first.Last), (grown.Last, first.AsKnown().Frontier));
        Assert.Same(first.Rows[0], grown.Rows[0]);
    }

    [Fact]
    public async Task What_a_hand_changed_is_read_anew_and_so_is_what_a_rebuild_mended()
    {
        var api = await Api.OpenedAsync(server, "edited", "garden");
        await api.SessionAsync("2025-05-10", 4);
        Assert.Equal(("computed", "4人"), await api.YouthAsync());

        await server.ExecuteAsync(CountsEdited, "edited");
        Assert.Equal(("computed", "400人"), await api.YouthAsync());
        await RebuildAsync("edited");
        Assert.Equal(("computed", "4人"), await api.YouthAsync());
    }

    [Fact]
    public async Task A_rewrite_that_is_not_committed_changes_nothing_for_readers()
    {
        var api = await Api.OpenedAsync(server, "undecided", "garden");
        await api.SessionAsync("2025-05-10", 4);
        var cache = NewCache();
        var before = await ReadAsync(cache, "undecided");
        await using (var connection = await server.Source.OpenConnectionAsync(Stop))
        {
            await using var transaction = await connection.BeginTransactionAsync(Stop);
            await using (var command = new Npgsql.NpgsqlCommand(CountsEdited, connection) { Parameters = { new() { Value = "undecided" } } })
                await command.ExecuteNonQueryAsync(Stop);
            Assert.Same(before, await ReadAsync(cache, "undecided"));
            await transaction.CommitAsync(Stop);
        }

        Assert.NotSame(before, await ReadAsync(cache, "undecided"));
    }

    /// <summary>As after a restore into a new database while a server ran: same versions, another event, and no note of any rewriting.</summary>
    [Fact]
    public async Task Another_event_under_the_version_known_last_is_noticed_without_a_note()
    {
        var api = await Api.OpenedAsync(server, "restored", "garden");
        await api.SessionAsync("2025-05-10", 4);
        var cache = NewCache();
        await ReadAsync(cache, "restored");
        await using (var connection = await server.Source.OpenConnectionAsync(Stop))
        {
            await using var command = new Npgsql.NpgsqlCommand(
                $"""
                begin; set local session_replication_role = replica;
                update casestudies.entries set command = gen_random_uuid(), fact = jsonb_set(fact, '[count]', '7')
                where tenant_id = 'restored' and version = 5; commit
                """.Replace('[', '{').Replace(']', '}'), connection);
            await command.ExecuteNonQueryAsync(Stop);
        }

        Assert.Equal(7, ((Domain.Initiatives.ParticipantsCounted)(await ReadAsync(cache, "restored")).Rows[^1].Fact!).Count);
    }

    [Fact]
    public async Task The_same_initiative_of_another_organisation_is_another()
    {
        await (await Api.OpenedAsync(server, "north", "garden")).SessionAsync("2025-05-10", 4);
        await Api.OpenedAsync(server, "south", "garden");
        var cache = NewCache();

        Assert.Equal((5, 3), ((await ReadAsync(cache, "north")).Last, (await ReadAsync(cache, "south")).Last));
        Assert.Null(await cache.ReadAsync(new(new("east"), new("garden")), Stop));
        Assert.Equal(2, cache.Held.Initiatives);
    }

    [Fact]
    public async Task What_was_used_least_recently_goes_first_and_the_bound_holds()
    {
        var initiatives = Enumerable.Range(0, 6).Select(i => $"of-many-{i}").ToList();
        foreach (var organisation in initiatives)
        {
            var api = await Api.OpenedAsync(server, organisation, "garden");
            // Half a megabyte each, so that two fit and three do not.
            await api.RecordAsync([.. Enumerable.Range(0, 450).Select(Harvest)]);
        }

        var cache = NewCache(1);
        foreach (var organisation in initiatives)
        {
            await ReadAsync(cache, organisation);
            Assert.InRange(cache.Held.Bytes, 1, 1024 * 1024);
        }

        Assert.InRange(cache.Held.Initiatives, 1, initiatives.Count - 1);
        var last = await ReadAsync(cache, initiatives[^1]);
        for (var i = 0; i < 3; i++)
        {
            await ReadAsync(cache, initiatives[i]);
            Assert.Same(last, await ReadAsync(cache, initiatives[^1]));
        }
    }

    [Fact]
    public async Task Many_readers_beside_a_writer_see_what_was_recorded_before_they_asked()
    {
        var api = await Api.OpenedAsync(server, "busy", "garden");
        var cache = NewCache();
        var recorded = 3;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await api.SessionAsync("2025-05-10", i);
                Volatile.Write(ref recorded, 3 + (2 * (i + 1)));
            }
        }, Stop);
        var reading = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                var least = Volatile.Read(ref recorded);
                var history = await ReadAsync(cache, "busy");
                Assert.True(history.Last >= least, $"{history.Last} < {least}");
                Assert.Equal(Enumerable.Range(1, history.Last), history.Rows.Select(r => r.Version));
                Assert.Empty(history.AsKnown().Problems);
            }
        }, Stop));
        await Task.WhenAll([writing, .. reading]);

        await SameAsync(cache, NewCache(0), "busy");
    }

    private static string Harvest(int kilograms) =>
        $$"""{"kind":"quantity_observed","quantity":"harvest","value":"{{kilograms}}","unit":"kg","on":"2025-05-10"}""";

    /// <summary>As the cache of one more node on the same database.</summary>
    private EntryCache NewCache(int megabytes = 128) => new(server.Host.Services.GetRequiredService<TenantConnections>(),
        server.Host.Services.GetRequiredService<TenantSessions>(),
        new ConfigurationBuilder().AddInMemoryCollection([new("Store:EntryCacheMegabytes", $"{megabytes}")]).Build());

    private static async Task<EntryHistory> ReadAsync(EntryCache cache, string organisation) =>
        (await cache.ReadAsync(new(new(organisation), new("garden")), Stop))!;

    private Task<InitiativeFindings> RebuildAsync(string organisation) =>
        server.Host.Services.GetRequiredService<Rebuild>().WriteAsync(new(organisation), new("garden"), eventsCount: true, Stop);

    private async Task SameAsync(EntryCache kept, EntryCache whole, string organisation)
    {
        var head = (await ReadAsync(whole, organisation)).Last;
        foreach (var asked in (ViewQuery[])[new(), new(Version: head - 1), new(Version: head / 2), new(KnownAt: server.Clock.GetCurrentInstant())])
            Assert.Equal(await ToldAsync(whole, organisation, asked), await ToldAsync(kept, organisation, asked));
    }

    private async Task<string> ToldAsync(EntryCache cache, string organisation, ViewQuery asked)
    {
        var reader = new InitiativeReader(cache, server.Host.Services.GetRequiredService<OrganisationReader>(), server.Clock,
            server.Host.Services.GetRequiredService<ClockSkew>());
        var view = (await reader.ReadWithStandingAsync(new(organisation), new("garden"), asked, Stop))!;
        return JsonSerializer.Serialize(
            new { view.Figures, view.Book.Entries, view.Book.Problems, view.Book.Pending, view.Book.Frontier, view.Period, view.Standing, view.Restated },
            DomainJson.Options);
    }
}
