using System.Net;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

public sealed class SmallPoolTests(SmallPoolTests.Small server) : IClassFixture<SmallPoolTests.Small>
{
    /// <summary>Has fewer connections than people who wait.</summary>
    public sealed class Small(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override string ConnectionOptions => ";Maximum Pool Size=6;Timeout=1";
    }

    [Fact]
    public async Task Who_gets_no_connection_is_told_to_come_again_and_succeeds_then()
    {
        var api = await Api.OpenedAsync(server, "ysc", "crowded");
        var head = await server.HeadAsync("ysc", "crowded");
        var acts = Enumerable.Range(0, 12).Select(i => Api.Record(Guid.NewGuid(), Sentences.Milestone($"m{i}"))).ToList();
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select version from casestudies.mt_streams where tenant_id = 'ysc' and id = 'crowded' for update", holder);
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var sending = Task.WhenAll(acts.Select(a => api.PostAsync("/entries", a)));
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await transaction.DisposeAsync();

        var answers = await sending;
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, a.Body));
        Assert.Contains(answers, a => a.Body.Contains("\"urn:casestudies:problem:busy\"", StringComparison.Ordinal));
        foreach (var act in acts)
            Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", act)).Status);
        Assert.Equal(head + acts.Count, await server.HeadAsync("ysc", "crowded"));
    }
}
