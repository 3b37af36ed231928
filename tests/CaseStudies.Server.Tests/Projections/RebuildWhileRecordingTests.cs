using System.Globalization;
using CaseStudies.Server.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

public sealed class RebuildWhileRecordingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Rebuilding_while_four_writers_record_loses_no_row_and_readers_see_no_smaller_figure()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var rebuild = server.Host.Services.GetRequiredService<Rebuild>();
        var api = await Api.OpenedAsync(server, "ysc", "live");
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-06-01"));
        await api.RecordAsync(Sentences.Youth(session, 1, part: "first"));
        using var time = new CancellationTokenSource(s_length);
        var (recorded, rebuilds, seen) = (1, 0, new List<int>());

        async Task RecordAsync(int writer)
        {
            for (var i = 0; !time.IsCancellationRequested; i++)
            {
                await api.RecordAsync(Sentences.Youth(session, 1, part: $"door-{writer}-{i}"));
                Interlocked.Increment(ref recorded);
            }
        }

        async Task ReadAsync()
        {
            while (!time.IsCancellationRequested)
            {
                var (status, shown) = await api.YouthAsync();
                Assert.Equal("computed", status);
                seen.Add(int.Parse(shown!.TrimEnd('人').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            }
        }

        async Task RebuildAsync()
        {
            for (; !time.IsCancellationRequested; rebuilds++)
            {
                // Each time one entry is to be written, under the lock.
                if (rebuilds % 2 == 1)
                    await server.ExecuteAsync("update casestudies.entries set occurred_on = '1999-01-01' where stream_id = 'live' and version = 1");
                Assert.True((await rebuild.WriteAsync(new("ysc"), new("live"), eventsCount: false, cancellation)).Written == (rebuilds % 2 == 1));
            }
        }

        await Task.WhenAll([.. Enumerable.Range(0, 4).Select(w => Task.Run(() => RecordAsync(w), cancellation)), Task.Run(ReadAsync, cancellation),
            Task.Run(RebuildAsync, cancellation)]);

        TestContext.Current.TestOutputHelper?.WriteLine($"{recorded} recorded, {rebuilds} rebuilds, {seen.Count} readings in {s_length}");
        Assert.True(rebuilds > 0 && seen.Count > 0, $"{rebuilds} rebuilds, {seen.Count} readings");
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(await server.CountAsync("mt_events", "ysc", "live"), await server.CountAsync("entries", "ysc", "live"));
        Assert.Empty((await rebuild.CompareAsync(new("ysc"), new("live"), cancellation)).Differences);
        Assert.Equal(("computed", $"{recorded}人"), await api.YouthAsync());
    }
}
