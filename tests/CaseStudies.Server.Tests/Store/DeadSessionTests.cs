using System.Net;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>Pooled sessions that are of no more use: ended by the server, or without the statements that the driver takes for prepared.</summary>
public sealed class DeadSessionTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    /// <summary>One session, so that each commit has the one that the test has spoiled.</summary>
    private readonly string _one = server.ConnectionString + ";Maximum Pool Size=1";

    [Theory]
    [InlineData("forgetful", false)]
    [InlineData("ended", true)]
    public async Task A_command_that_meets_one_is_recorded_all_the_same(string initiative, bool ended)
    {
        await Api.OpenedAsync(server, "ysc", initiative);
        var head = await server.HeadAsync("ysc", initiative);
        await using var connections = new CommitConnections(_one, TimeSpan.FromMinutes(1), new(LockWait.Default));
        var committer = new GroupCommitter(server.Store, connections, server.Clock, Groups.AnySkew);

        // The driver prepares a statement when it comes again.
        for (var i = 1; i <= 3; i++)
            Assert.Equal(head + i, await RecordedAsync());
        await SpoilAsync([await connections.OpenAsync()], ended);
        Assert.Equal(head + 4, await RecordedAsync());

        await SpoilAsync([await connections.OpenAsync()], ended);
        var (recorded, _) = (await committer.RunAllAsync([Groups.Record("ysc", initiative, Sentences.Milestone("all"))]))[0];
        Assert.Equal(head + 5, recorded!.Entries[0].Version);

        async Task<int> RecordedAsync()
        {
            var command = Groups.Record("ysc", initiative, Sentences.Milestone("one"));
            Assert.Empty(await committer.RunAsync([command], LockWaitMode.None));
            return await command.VersionAsync();
        }
    }

    [Theory]
    [InlineData("reader-forgetful", false)]
    [InlineData("reader-ended", true)]
    public async Task A_reader_that_meets_one_is_answered_all_the_same(string initiative, bool ended)
    {
        var api = await Api.OpenedAsync(server, "ysc", initiative);
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await api.TryGetAsync("/entries")).Status);
        var sessions = new List<NpgsqlConnection>();
        for (var i = 0; i < 10; i++)
            sessions.Add(await server.Host.Services.GetRequiredService<TenantConnections>().OpenAsync(new("ysc"), TestContext.Current.CancellationToken));
        await SpoilAsync(sessions, ended);

        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await api.TryGetAsync("/entries")).Status);
    }

    private async Task SpoilAsync(IReadOnlyList<NpgsqlConnection> sessions, bool ended)
    {
        var processes = sessions.Select(s => s.ProcessID).ToArray();
        foreach (var session in sessions)
        {
            await using (session)
            await using (var forget = new NpgsqlCommand("deallocate all", session))
                await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        if (!ended)
            return;
        // While they lie in the pool, so that the driver does not know. It may have closed some by itself.
        await using var other = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var end = new NpgsqlCommand("select bool_or(pg_terminate_backend(p, 10000)) from unnest($1) p", other)
            { Parameters = { new() { Value = processes } } };
        Assert.True((bool)(await end.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }
}
