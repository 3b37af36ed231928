using System.Diagnostics;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Before PostgreSQL has counted a table's rows it plans blindly. Found by killing: corrections then took twenty seconds.</summary>
public sealed class YoungTableTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Corrections_are_quick_in_a_table_that_was_small_when_they_were_planned()
    {
        await server.ExecuteAsync("alter table casestudies.entries set (autovacuum_enabled = false)");
        var api = await Api.OpenedAsync(server, "ysc", "young");
        var entries = new List<Guid>();
        for (var i = 0; i < 80; i++)
        {
            entries.Add(await api.RecordAsync(Sentences.Milestone($"m{i}")));
            await api.CorrectAsync(entries[^1], Milestone($"m{i}"));
        }

        for (var act = 0; act < 16; act++)
            await api.RecordAsync([.. Enumerable.Range(0, 500).Select(i => Sentences.Milestone($"a{act}-{i}"))]);
        var watch = Stopwatch.StartNew();

        var corrections = entries.Select(e => Groups.Correct("ysc", "young", e, Sentences.Milestone("again"))).ToList();
        Assert.Empty(await Groups.Transaction(server).RunAsync(corrections, LockWaitMode.None));

        Assert.Equal(3 + 160 + 8000 + 80, await corrections[^1].VersionAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        TestContext.Current.TestOutputHelper?.WriteLine($"{corrections.Count} corrections: {watch.ElapsedMilliseconds} ms");
    }

    private static string Milestone(string key) => Sentences.Milestone(key).Replace("2025-05-01", "2025-05-02", StringComparison.Ordinal);
}
