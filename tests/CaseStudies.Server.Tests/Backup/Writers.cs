using System.Collections.Concurrent;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>People who record while something else goes on, and what they were told.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private const int Number = 4;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _all;

    public Writers(ServerFixture server, string organisation) =>
        _all = Task.WhenAll(Enumerable.Range(0, Number).Select(w => Task.Run(() => WriteAsync(server, organisation, $"venue-{w % 2}", w))));

    /// <summary>Commands of which the answer has come.</summary>
    public ConcurrentDictionary<Guid, bool> Acknowledged { get; } = [];

    public static async Task PrepareAsync(ServerFixture server, string organisation)
    {
        foreach (var venue in new[] { "venue-0", "venue-1" })
            await Api.OpenedAsync(server, organisation, venue);
    }

    public async Task UntilAsync(int acknowledged)
    {
        await Until.TrueAsync(() => Acknowledged.Count >= acknowledged || _all.IsFaulted, seen: () => $"{Acknowledged.Count} answers");
        Assert.False(_all.IsFaulted, _all.Exception?.ToString());
    }

    /// <summary>What was told before a backup began is in it; and whatever is in it is whole.</summary>
    public static async Task AssertWholeAsync(NpgsqlDataSource restored, IReadOnlyCollection<Guid> acknowledged)
    {
        Assert.Equal(acknowledged.Count,
            await CountAsync($"select count(*) from casestudies.command_ledger where command_id = any('{{{string.Join(',', acknowledged)}}}'::uuid[])"));
        var events = await CountAsync("select count(*) from casestudies.mt_events");
        Assert.Equal(events, await CountAsync("select sum(events)::bigint from casestudies.command_ledger"));
        Assert.Equal(events, await CountAsync("select sum(version)::bigint from casestudies.mt_streams"));
        Assert.Equal(events, await CountAsync("select count(*) from casestudies.entries"));
        Assert.Equal(0, await CountAsync(
            "select count(*) from (select from casestudies.mt_events group by tenant_id, stream_id having max(version) <> count(*)) holes"));
        // Each consultation has a note, and each note's text lies in the vault.
        Assert.Equal(await CountAsync("select count(*) from casestudies.mt_events where type like 'consultation%'"),
            await CountAsync("select count(*) from vault.texts"));

        async Task<long> CountAsync(string sql)
        {
            await using var command = restored.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await _all;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _enough.Dispose();
    }

    private async Task WriteAsync(ServerFixture server, string organisation, string initiative, int writer)
    {
        var api = new Api(server, organisation, initiative);
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            Acknowledged[i % 3 == 0
                ? await api.RecordAsync($$"""{"kind":"consultation_received","on":"2025-05-03","channel":"phone","note":"ないしょ {{writer}}-{{i}}"}""")
                : await api.SessionAsync("2025-06-01", 1)] = true;
        }
    }
}
