using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Read;

/// <summary>One query serves all who wait for the feed: if its session does not answer, they must not wait for the driver's timeout, nor be refused.</summary>
public sealed class StoppedSessionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Those_who_wait_are_woken_although_the_session_that_looks_for_them_is_stopped()
    {
        StoppedProcess.SkipUnlessPostgresIsOurs();
        var stop = TestContext.Current.CancellationToken;
        var api = await Api.OpenedAsync(server, "ysc", "garden");
        await using var connections = new TenantConnections(server.ConnectionString + ";Maximum Pool Size=1");
        var reader = server.Host.Services.GetRequiredService<FeedReader>();
        using var watch = new FeedWatch(reader, connections);
        var end = (await reader.PageAsync(new("ysc"), new("garden"), FeedCursor.Start, 100, stop))!.Next;
        int session;
        await using (var connection = await connections.OpenAsync(new("ysc"), stop))
            session = connection.ProcessID;
        using var stopped = new StoppedProcess(session);
        var waiting = watch.PageAsync(new("ysc"), new("garden"), end, 100, TimeSpan.FromMinutes(2), stop);
        await Until.TrueAsync(() => watch.Count == 1);
        await api.RecordAsync(Sentences.Milestone("m"));

        Assert.Single((await waiting)!.Items);
    }
}
