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
        // Each held stream costs one waiting connection, however many wait for it: so many streams, with two acts each.
        var initiatives = Enumerable.Range(0, 8).Select(i => $"crowded-{i}").ToList();
        var apis = new List<Api>();
        foreach (var initiative in initiatives)
            apis.Add(await Api.OpenedAsync(server, "ysc", initiative));
        var acts = apis.SelectMany(api => Enumerable.Range(0, 2).Select(i => (Api: api, Act: Api.Record(Guid.NewGuid(), Sentences.Milestone($"m{i}")))))
            .ToList();
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select version from casestudies.mt_streams where id like 'crowded-%' order by id for update", holder);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // While all streams are held, nobody can be answered but the one who gets no connection.
        var sent = acts.Select(a => a.Api.PostAsync("/entries", a.Act)).ToList();
        await Until.TrueAsync(() => sent.Exists(s => s.IsCompleted));
        await transaction.DisposeAsync();

        var answers = await Task.WhenAll(sent);
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, a.Body));
        Assert.Contains(answers, a => a.Body.Contains("\"urn:casestudies:problem:busy\"", StringComparison.Ordinal));
        foreach (var (api, act) in acts)
            Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", act)).Status);
        foreach (var initiative in initiatives)
            Assert.Equal(5, await server.HeadAsync("ysc", initiative));
    }
}
