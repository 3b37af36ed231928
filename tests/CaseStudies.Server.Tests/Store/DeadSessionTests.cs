using System.Net;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
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
        await SpoilAsync(await connections.OpenAsync(), ended);
        Assert.Equal(head + 4, await RecordedAsync());

        await SpoilAsync(await connections.OpenAsync(), ended);
        var (recorded, _) = (await committer.RunAllAsync([Groups.Record("ysc", initiative, Sentences.Milestone("all"))]))[0];
        Assert.Equal(head + 5, recorded!.Entries[0].Version);

        async Task<int> RecordedAsync()
        {
            var command = Groups.Record("ysc", initiative, Sentences.Milestone("one"));
            Assert.Empty(await committer.RunAsync([command], LockWaitMode.None));
            return await command.VersionAsync();
        }
    }

    [Fact]
    public async Task A_reader_that_meets_one_is_told_to_ask_again_and_the_next_is_answered()
    {
        var api = await Api.OpenedAsync(server, "ysc", "read");
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await api.TryGetAsync("/entries")).Status);
        var sessions = new List<NpgsqlConnection>();
        for (var i = 0; i < 10; i++)
            sessions.Add(await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken));
        foreach (var session in sessions)
            await SpoilAsync(session, ended: false);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
            answers.Add((await api.TryGetAsync("/entries")).Status);

        Assert.Single(answers, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(9, answers.Count(a => a == HttpStatusCode.OK));
    }

    private async Task SpoilAsync(NpgsqlConnection session, bool ended)
    {
        var process = session.ProcessID;
        await using (session)
        await using (var forget = new NpgsqlCommand("deallocate all", session))
            await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        if (ended) // while it lies in the pool, so that the driver does not know
            Assert.True(await server.ScalarAsync<bool>("select pg_terminate_backend($1, 10000)", process));
    }
}
