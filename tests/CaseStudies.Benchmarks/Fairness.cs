using System.Diagnostics;
using System.Net;
using System.Text;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>
/// (h) What one organisation's load costs another one, whose headcounts come over HTTP at a steady pace: quiet and loaded in turns, in one process of the
/// program for each load. And what readers without sign-in cost a client.
/// </summary>
internal static class Fairness
{
    /// <summary>Of the headcounts: fifty a second is a busy venue.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Until a load that has begun is in full swing, and until one that was stopped is over.</summary>
    private static readonly TimeSpan s_swing = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        Table.Head("(h) another organisation's headcount over HTTP, fifty a second, quiet and under a load in turns", "load", "quiet: p50; p99, ms",
            "loaded: p50; p99, ms", "ratio of p99 (goal 3)", "peak memory of the program, MB (goal 512)", "load: answered a second", "turned away");
        foreach (var load in await Loads.AllAsync(bench, sizes.Loads))
            await RowAsync(bench, load, sizes);
        Table.Head("commands a second of one signed-in client, alone and beside readers of /openapi.json and /reference in turns", "readers", "alone",
            "beside them", "ratio (goal 0.9)", "peak memory of the program, MB", "they are answered a second", "turned away");
        await AnonymousAsync(bench, sizes);
    }

    private static async Task RowAsync(Bench bench, Load load, Sizes sizes)
    {
        await using var program = await ServedProgram.StartAsync(bench.ConnectionString, load.Settings);
        using var http = Client();
        await HeadcountsAsync(http, s_swing); // neither is measured cold
        var (quiet, loaded, told) = (new List<double>(), new List<double>(), new Told());
        var (rounds, turn) = load.InSwingAsync is null ? (sizes.Rounds, sizes.Loads.Turn) : (1, sizes.Loads.Turn * sizes.Rounds);
        for (var round = 0; round < rounds; round++)
        {
            quiet.AddRange(await HeadcountsAsync(http, turn));
            if (load.Clients > 0)
                loaded.AddRange(await BesideAsync(load, told, () => HeadcountsAsync(http, turn)));
        }

        Table.Row([load.Name, Times(quiet), .. load.Clients == 0 ? ["", ""]
            : new[] { Times(loaded), Table.Ratio(loaded.Percentile(99), quiet.Percentile(99)) }, Megabytes(program), .. told.Cells]);
    }

    private static async Task AnonymousAsync(Bench bench, Sizes sizes)
    {
        await using var program = await ServedProgram.StartAsync(bench.ConnectionString);
        var (load, served) = (Loads.Anonymous(sizes.Loads.Anonymous), new HttpCommands.Served("CaseStudies", ServedProgram.Address));
        var streams = sizes.Organisations * Sizes.InitiativesPerOrganisation;
        var (alone, beside, told) = (new List<double>(), new List<double>(), new Told());
        await HttpCommands.TurnAsync(served, 1, streams, s_swing);
        for (var round = 0; round < sizes.Rounds; round++)
        {
            alone.Add((await HttpCommands.TurnAsync(served, 1, streams, sizes.Loads.Turn)).Rate);
            beside.Add((await BesideAsync(load, told, () => HttpCommands.TurnAsync(served, 1, streams, sizes.Loads.Turn))).Rate);
        }

        Table.Row([load.Name, Table.Number(alone.Median()), Table.Number(beside.Median()), Table.Ratio(beside.Median(), alone.Median()), Megabytes(program),
            .. told.Cells]);
    }

    /// <summary>Measures while the load is in full swing.</summary>
    private static async Task<T> BesideAsync<T>(Load load, Told told, Func<Task<T>> measure)
    {
        using var over = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var clients = Enumerable.Range(0, load.Clients).Select(client => Task.Run(async () =>
        {
            using var http = Client();
            try
            {
                for (var step = 0; !over.IsCancellationRequested; step++)
                    told.Take(await load.StepAsync(http, client, step, over.Token));
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
            }
        })).ToList();
        await (load.InSwingAsync is { } swing ? Task.WhenAny([swing(), .. clients]).Unwrap() : Task.Delay(s_swing));
        var measured = await measure();
        told.Took(Stopwatch.GetElapsedTime(started));
        await over.CancelAsync();
        await Task.WhenAll(clients);
        await Task.Delay(s_swing);
        return measured;
    }

    private static async Task<List<double>> HeadcountsAsync(HttpClient http, TimeSpan turn)
    {
        var (started, sent) = (Stopwatch.GetTimestamp(), new List<Task<double>>());
        for (var due = TimeSpan.Zero; due < turn; due += s_pause)
        {
            if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left)
                await Task.Delay(left);
            sent.Add(HeadcountAsync(http)); // nobody waits for the one before
        }

        return [.. await Task.WhenAll(sent)];
    }

    private static async Task<double> HeadcountAsync(HttpClient http)
    {
        var session = Guid.NewGuid();
        var body = $$"""
            {"command":"{{Guid.NewGuid()}}","facts":[{{Facts.Session(session, 0).ToJsonString()}},{{Facts.Count(session, 0).ToJsonString()}}]}
            """;
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(Loads.Address(Loads.Other, "entries"), content);
            var told = await answer.Content.ReadAsByteArrayAsync();
            if (answer.IsSuccessStatusCode)
                return Stopwatch.GetElapsedTime(asked).TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                throw new InvalidOperationException($"{answer.StatusCode} {Encoding.UTF8.GetString(told)}");
            await Task.Delay(s_pause); // turned away: sent again, as a phone does, and the time goes on
        }
    }

    private static HttpClient Client()
    {
        var client = ServedProgram.Client(ServedProgram.Address);
        client.Timeout = Timeout.InfiniteTimeSpan;
        return client;
    }

    private static string Times(List<double> times) => $"{Table.Number(times.Median())}; {Table.Number(times.Percentile(99))}";

    private static string Megabytes(ServedProgram program) => FormattableString.Invariant($"{program.Peak / 1e6:0}");

    /// <summary>What was answered to a load.</summary>
    private sealed class Told
    {
        private TimeSpan _time;
        private int _answered, _turnedAway;

        public string[] Cells => _time == TimeSpan.Zero ? ["", ""] : [Table.Number(_answered / _time.TotalSeconds), $"{_turnedAway}"];

        public void Take(bool answered) => Interlocked.Increment(ref answered ? ref _answered : ref _turnedAway);

        public void Took(TimeSpan time) => _time += time;
    }
}
