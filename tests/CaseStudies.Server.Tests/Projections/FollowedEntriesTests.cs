using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>What the program has just committed is in memory before anybody reads it, and the next reading compares it with the table.</summary>
public sealed class FollowedEntriesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_follows_is_taken_over_and_the_next_reading_keeps_it()
    {
        var (cache, stream, before, rows) = await CommittedAsync("followed");

        var followed = cache.Follow(stream, rows);

        Assert.Equal((before.Last + 2, before.Last), (followed?.Last, before.AsKnown().Frontier));
        Assert.Same(followed, await cache.ReadAsync(stream, Stop));
        Assert.Same(followed, cache.Follow(stream, rows));
    }

    [Fact]
    public async Task What_does_not_follow_is_left_to_a_reading()
    {
        var (cache, stream, before, rows) = await CommittedAsync("apart");

        Assert.Null(cache.Follow(stream, []));
        Assert.Null(cache.Follow(stream, [rows[1]]));
        Assert.Null(cache.Follow(stream, [rows[0], rows[1] with { Version = rows[1].Version + 1 }]));
        Assert.Null(cache.Follow(stream with { Initiative = new("orchard") }, rows));
        Assert.Null(cache.Follow(stream, [EntryRow.Unreadable(rows[0].Version, rows[0].RecordedAt, rows[0].Kind, "a test")]));
        Assert.Equal(before.Last + 2, (await cache.ReadAsync(stream, Stop))!.Last);
    }

    /// <summary>So that what waits for a reading stays little.</summary>
    [Fact]
    public async Task After_many_that_were_not_read_the_database_is_asked()
    {
        var (cache, stream, before, rows) = await CommittedAsync("many");
        var version = before.Last;
        while (version < before.Last + 1_000 && cache.Follow(stream, [rows[0] with { Version = version + 1, Opens = new(Guid.NewGuid()) }]) is not null)
            version++;

        Assert.Equal(before.Last + 256, version);
    }

    [Fact]
    public async Task Where_the_table_says_something_else_the_table_is_right()
    {
        var (cache, stream, _, rows) = await CommittedAsync("other");
        var count = (ParticipantsCounted)rows[1].Fact!;
        Assert.NotNull(cache.Follow(stream, [rows[0], rows[1] with { Fact = count with { Count = count.Count + 1 } }]));

        var read = await cache.ReadAsync(stream, Stop);

        Assert.Equal(count, read!.Rows[^1].Fact);
        Assert.Equal([count], read.AsKnown().InForce<ParticipantsCounted>());
    }

    /// <summary>The entries of an initiative before an act of two facts, as one node keeps them, and the rows of the act.</summary>
    private async Task<(EntryCache Cache, StreamKey Stream, EntryHistory Before, EntryRow[] Rows)> CommittedAsync(string organisation)
    {
        var api = await Api.OpenedAsync(server, organisation, "garden");
        var stream = new StreamKey(new(organisation), new("garden"));
        var (cache, other) = (NewCache(), NewCache());
        var before = (await cache.ReadAsync(stream, Stop))!;
        await api.SessionAsync("2025-05-10", 4);
        return (cache, stream, before, [.. (await other.ReadAsync(stream, Stop))!.Rows.Skip(before.Rows.Count)]);
    }

    private EntryCache NewCache() => new(
        server.Host.Services.GetRequiredService<TenantConnections>(), server.Host.Services.GetRequiredService<TenantSessions>(),
        new ConfigurationBuilder().Build());
}
