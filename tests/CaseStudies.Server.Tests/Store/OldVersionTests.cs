using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Store;

public sealed class OldVersionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_count_of_version_1_is_read_by_the_view_the_rebuild_and_the_stream()
    {
        var api = await Api.OpenedAsync(server, "ysc", "old");
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-06-01"));
        // Version 1 did not say what one counted head is.
        await server.RawEventAsync("ysc", "old", "participants_counted", $$"""{"session":"{{session}}","scheme":"audience","group":"youth","count":7}""");
        var written = await server.ScalarAsync<string>("select data::text from casestudies.mt_events where stream_id = 'old' and version = 5");

        // Written past the program: blocked until it is folded.
        Assert.Equal(("blocked", null), await api.YouthAsync());
        await server.BackAsync("ysc", "old", 5);
        var rebuilt = await server.Host.Services.GetRequiredService<Rebuild>()
            .WriteAsync(new("ysc"), new("old"), eventsCount: false, TestContext.Current.CancellationToken);
        Assert.Equal((5, 0, true), (rebuilt.Events, rebuilt.Unreadable, rebuilt.Written));
        Assert.Equal(("computed", "7人"), await api.YouthAsync());

        await using var reading = server.Store.QuerySession("ysc");
        var events = await reading.Events.FetchStreamAsync("old", token: TestContext.Current.CancellationToken);
        Assert.Equal(new ParticipantsCounted(new(session), new("audience"), new("youth"), 7, HeadUnit.People), events[4].Data);

        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));
        var entry = await reading.LoadAsync<PortfolioEntry>("old", TestContext.Current.CancellationToken);
        Assert.Equal(5, entry!.Applied);
        // Reading through an upcaster leaves what was stored as it was.
        Assert.Equal(written, await server.ScalarAsync<string>("select data::text from casestudies.mt_events where stream_id = 'old' and version = 5"));
    }
}
