using System.Diagnostics;

namespace CaseStudies.Benchmarks;

/// <summary>(a) Facts per second, each durable when answered, by some writers at once: in turns with the same work by hand and with message-db.</summary>
internal static class Writers
{
    public static async Task RunAsync(Sizes sizes, IReadOnlyList<Contender> contenders)
    {
        Table.Head("(a) facts a second, one fact a command, each answered after its commit",
            ["writers", .. contenders.Select(c => c.Name), .. contenders.Skip(1).Select(c => $"ratio to {c.Name}")]);
        var streams = sizes.Organisations * Sizes.InitiativesPerOrganisation;
        foreach (var contender in contenders) // each stream and statement once, so that none is measured cold
            await TurnAsync(contender, 4, streams, TimeSpan.FromSeconds(1));
        foreach (var spread in new[] { streams, 1 })
        {
            foreach (var writers in sizes.Writers)
                await RowAsync(contenders, writers, spread, sizes);
        }
    }

    private static async Task RowAsync(IReadOnlyList<Contender> contenders, int writers, int streams, Sizes sizes)
    {
        var rates = contenders.ToDictionary(c => c, _ => new List<double>());
        for (var round = 0; round < sizes.Rounds; round++)
        {
            foreach (var contender in contenders)
                rates[contender].Add(await TurnAsync(contender, writers, streams, sizes.Turn));
        }

        var ours = rates[contenders[0]].Median();
        Table.Row([
            $"{writers}, {(streams == 1 ? "on one initiative" : $"spread over {streams}")}",
            .. contenders.Select(c => Table.Number(rates[c].Median())), .. contenders.Skip(1).Select(c => Table.Ratio(ours, rates[c].Median()))]);
    }

    public static async Task<double> TurnAsync(Contender contender, int writers, int streams, TimeSpan turn)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            var count = 0;
            for (var stream = w * streams / writers; Stopwatch.GetElapsedTime(started) < turn; stream++, count++)
                await contender.Write(stream % streams);
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
