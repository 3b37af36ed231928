using System.Diagnostics;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>One fault and what came of it.</summary>
/// <param name="Recovered">From the end of the fault until something that was asked after it was recorded for every client, by every node, and on every
/// initiative; null: not in time.</param>
/// <param name="Wrong">The figures that were not what had been recorded, a line each.</param>
internal sealed record Injection(Fault Fault, TimeSpan? Recovered, IReadOnlyList<string> Wrong);

/// <summary>Looks, after each fault, how soon everybody is answered again, and whether every figure is what was recorded.</summary>
internal sealed class Aftermath(Cluster cluster, Journal journal, Tally tally, IReadOnlyList<Phone> phones, string connectionString, TimeSpan patience)
{
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(15);
    private readonly object[] _everybody = [.. phones, .. Enumerable.Range(0, cluster.Clients.Count), .. Wishes.Streams];

    /// <param name="over">When the fault ended.</param>
    public async Task<Injection> SeeAsync(Fault fault, long over, CancellationToken cancellation)
    {
        TimeSpan recovered = default;
        if (!await Until.HoldsAsync(() => Task.FromResult(tally.HeardSince(over, _everybody)), heard =>
            {
                recovered = Stopwatch.GetElapsedTime(over);
                return heard || recovered > patience;
            }, patience * 2))
            return new(fault, null, []);
        foreach (var phone in phones)
            await phone.Turn.WaitAsync(cancellation);
        try
        {
            return new(fault, recovered, await WrongAsync(fault, cancellation));
        }
        finally
        {
            foreach (var phone in phones)
                phone.Turn.Release();
        }
    }

    /// <summary>No client asks anything meanwhile. What one has forgotten may still be recorded, so a difference counts if it stays.</summary>
    private async Task<List<string>> WrongAsync(Fault fault, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var stays = await Until.HoldsAsync(() => ComparedAsync(cancellation), wrong => wrong.Count == 0 || Stopwatch.GetElapsedTime(started) > s_settled);
        return [.. stays.Select(wrong => $"after {fault}: {wrong}")];
    }

    private async Task<List<string>> ComparedAsync(CancellationToken cancellation)
    {
        var (intents, events, wrong) = (journal.Intents(), await Stored.EventsAsync(connectionString), new List<string>());
        foreach (var (organisation, initiative) in Wishes.Streams)
        {
            var expected = Stored.Expected(intents, events, organisation, initiative).Figure;
            foreach (var client in cluster.Clients)
            {
                var shown = await ShownAsync(client, organisation, initiative, cancellation);
                if (shown != expected)
                    wrong.Add($"{organisation}/{initiative} at {client.BaseAddress}: {expected} was recorded, {shown} is shown");
            }
        }

        return wrong;
    }

    private static async Task<string> ShownAsync(HttpClient client, string organisation, string initiative, CancellationToken cancellation)
    {
        try
        {
            return await Stored.FigureAsync(client, organisation, initiative, cancellation);
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }
}
