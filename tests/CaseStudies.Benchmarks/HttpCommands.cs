using System.Diagnostics;
using System.Text;

namespace CaseStudies.Benchmarks;

/// <summary>(f) Commands per second through HTTP, one fact each, with a connection for each client: in turns with the others behind the same kind of
/// endpoint.</summary>
internal static class HttpCommands
{
    internal sealed record Served(string Name, Uri Address);

    public static async Task RunAsync(Bench bench, HandWritten hand, Sizes sizes)
    {
        var streams = sizes.Organisations * Sizes.InitiativesPerOrganisation;
        using var marten = new BareMarten(bench.Source);
        await marten.CreateAsync(streams);
        await using var handHost = await HttpHosts.ByHandAsync(hand);
        await using var martenHost = await HttpHosts.BareMartenAsync(marten);
        Served[] all = [new("CaseStudies", bench.Address), new("by hand", new(handHost.Urls.First())), new("bare Marten", new(martenHost.Urls.First()))];
        Table.Head("(f) commands a second over HTTP, one fact a command; clients, servers and database share the cores",
            ["clients", .. all.Select(s => s.Name), "ratio to by hand", "ratio to bare Marten", .. all.Select(s => $"{s.Name}: p50; p99, ms"),
                "processor a command, client included, ms"]);
        foreach (var served in all) // each stream and statement once, so that none is measured cold
            await TurnAsync(served, 4, streams, TimeSpan.FromSeconds(2));
        foreach (var spread in new[] { streams, 1 })
        {
            foreach (var clients in sizes.Writers)
                await RowAsync(all, clients, spread, sizes);
        }
    }

    private static async Task RowAsync(Served[] all, int clients, int streams, Sizes sizes)
    {
        var turns = all.ToDictionary(s => s, _ => new List<(double Rate, List<double> Times, double Processor)>());
        for (var round = 0; round < sizes.Rounds; round++)
        {
            foreach (var served in all)
                turns[served].Add(await TurnAsync(served, clients, streams, sizes.Turn));
        }

        var rates = all.Select(s => turns[s].Select(t => t.Rate).ToList().Median()).ToList();
        Table.Row([
            $"{clients}, {(streams == 1 ? "on one initiative" : $"spread over {streams}")}", .. rates.Select(Table.Number), Table.Ratio(rates[0], rates[1]),
            Table.Ratio(rates[0], rates[2]),
            .. all.Select(s => turns[s].SelectMany(t => t.Times).ToList()).Select(t => $"{Table.Number(t.Percentile(50))}; {Table.Number(t.Percentile(99))}"),
            string.Join("; ", all.Select(s => Table.Number(turns[s].Select(t => t.Processor).ToList().Median())))]);
    }

    public static async Task<(double Rate, List<double> Times, double Processor)> TurnAsync(Served served, int clients, int streams, TimeSpan turn)
    {
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(async () =>
        {
            using var http = ServedProgram.Client(served.Address);
            var mine = new List<double>();
            for (var stream = c * streams / clients; Stopwatch.GetElapsedTime(started) < turn; stream++)
            {
                var asked = Stopwatch.GetTimestamp();
                await SendAsync(http, stream % streams);
                mine.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return mine;
        })));
        var all = times.SelectMany(t => t).ToList();
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, all, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / all.Count);
    }

    private static async Task SendAsync(HttpClient http, int stream)
    {
        using var content = new StringContent($$"""{"command":"{{Guid.NewGuid()}}","facts":[{{Facts.Sent()}}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(
            new Uri($"organisations/{Facts.Organisation(stream)}/initiatives/{Facts.Initiative(stream)}/entries", UriKind.Relative), content);
        var told = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{http.BaseAddress}: {answer.StatusCode} {Encoding.UTF8.GetString(told)}");
    }
}
