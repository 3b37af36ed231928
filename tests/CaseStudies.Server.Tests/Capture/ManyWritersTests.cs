using System.Diagnostics;

namespace CaseStudies.Server.Tests.Capture;

public sealed class ManyWritersTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Writers = 16;
    private const int Facts = 20;

    [Fact]
    public async Task Sixteen_phones_with_twenty_facts_each_all_succeed_without_a_hole()
    {
        var api = await Api.OpenedAsync(server, "ysc", "busy-venue");
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-06-01"));
        var before = await server.HeadAsync("ysc", "busy-venue");
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var f = 0; f < Facts; f++)
                await api.RecordAsync(Sentences.Youth(session, 1, part: $"door-{w}-{f}"));
        })));

        TestContext.Current.TestOutputHelper?.WriteLine($"{Writers} × {Facts}: {watch.ElapsedMilliseconds} ms");
        var expected = before + (Writers * Facts);
        Assert.Equal(expected, await server.HeadAsync("ysc", "busy-venue"));
        Assert.Equal(Enumerable.Range(1, expected).Select(v => (long)v), await server.ScalarAsync<long[]>(
            "select array_agg(version order by version) from casestudies.mt_events where tenant_id = 'ysc' and stream_id = 'busy-venue'"));
        Assert.Equal(Enumerable.Range(1, expected), await server.ScalarAsync<int[]>(
            "select array_agg(version order by version) from casestudies.entries where tenant_id = 'ysc' and stream_id = 'busy-venue'"));
        // A number of the sequence that no event took would hold every organisation's views back for seconds.
        Assert.Equal((long)expected, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events"));
        Assert.Equal((long)expected, await server.ScalarAsync<long>("select max(seq_id) from casestudies.mt_events"));
        Assert.Equal(("computed", $"{Writers * Facts}人"), await api.YouthAsync());
    }
}
