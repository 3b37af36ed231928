using System.Diagnostics;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Benchmarks;

/// <summary>
/// (d) Figures with every counted and left-out entry, in turns with SQL that returns the same rows, while one writer appends: warm, from what is kept
/// in memory and what was appended since, and cold, all of it read and verified.
/// </summary>
internal static class FigureReadings
{
    private const int WarmInATurn = 5;

    /// <summary>Between two facts of the writer: fifty a second is a busy venue, and leaves the initiative its size.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Sessions that begin in one minute would be taken for the same, and those of the books begin in the first hours.</summary>
    private static int s_minute = 600;

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        Table.Head("(d) milliseconds from the question to the figure with its derivation, while one writer appends", "figure", "entries", "known",
            "warm p50", "warm p99", "goal of p99", "cold p50", "cold p99", "SQL p50", "SQL p99",
            "cold to SQL (goal 1)", "then to now (goal 1.1)");
        var hand = new HandWrittenFigures(bench.ConnectionString);
        foreach (var entries in sizes.Entries)
        {
            await FigureBooks.FillAsync(bench, entries);
            await using (var analyse = bench.Source.CreateCommand($"analyze {Tables.Entries}; analyze {MartenTables.Events}"))
                await analyse.ExecuteNonQueryAsync();
            var then = await HalfwayAsync(bench, entries);
            var readings = entries > 10_000 ? Math.Max(sizes.Readings / 14, 5) : sizes.Readings;
            foreach (var all in new[] { false, true })
            {
                var now = await RowAsync(bench, hand, entries, all, null, readings, null);
                await RowAsync(bench, hand, entries, all, then, readings, now);
            }
        }
    }

    /// <summary>Readings of all four figures a second, each after one more fact; only the readings are timed.</summary>
    public static async Task<double> TurnAsync(Bench bench, InitiativeReader reader, int entries, TimeSpan turn)
    {
        var (initiative, session, read, times) = (FigureBooks.Initiative(entries), Guid.NewGuid(), TimeSpan.Zero, 0);
        if (await bench.Reader.ReadAsync(FigureBooks.Organisation, initiative, new(), CancellationToken.None) is null)
            await FigureBooks.FillAsync(bench, entries);
        await bench.RecordAsync(FigureBooks.Organisation, initiative, Facts.Session(session, 0, s_minute++));
        for (; read < turn || times < 3; times++)
        {
            await bench.RecordAsync(FigureBooks.Organisation, initiative, Facts.Count(session, 1000 + times));
            read += TimeSpan.FromMilliseconds(await TimeAsync(() => reader.ReadAsync(FigureBooks.Organisation, initiative, new(), CancellationToken.None)));
        }

        return times / read.TotalSeconds;
    }

    /// <param name="now">The median of the warm readings of what is known now, where this row is about what was known then.</param>
    /// <returns>The median of the warm readings.</returns>
    private static async Task<double> RowAsync(
        Bench bench, HandWrittenFigures hand, int entries, bool all, Instant? knownAt, int readings, double? now)
    {
        var initiative = FigureBooks.Initiative(entries);
        var asked = new ViewQuery(KnownAt: knownAt, Indicator: all ? null : new Slug("youth"));
        var anew = bench.ColdReader();
        var (warm, cold, theirs) = (new List<double>(), new List<double>(), new List<double>());
        var agreed = (await OursAsync(bench.Reader)).Figures.Select(Rows).ToList();
        if (!agreed.SequenceEqual(await TheirsAsync()) || !agreed.SequenceEqual((await OursAsync(anew)).Figures.Select(Rows)))
            throw new InvalidOperationException($"The figures and the SQL disagree: {string.Join(' ', agreed)} and {string.Join(' ', await TheirsAsync())}.");
        using var stop = new CancellationTokenSource();
        var writing = AppendAsync(bench, initiative, stop.Token);
        for (var i = -Math.Min(5, readings / 3); i < readings; i++) // the first ones warm
        {
            if (i == 0)
                new[] { warm, cold, theirs }.ToList().ForEach(times => times.Clear());
            for (var again = 0; again < WarmInATurn; again++)
                warm.Add(await TimeAsync(() => OursAsync(bench.Reader)));
            cold.Add(await TimeAsync(() => OursAsync(anew)));
            theirs.Add(await TimeAsync(TheirsAsync));
        }

        await stop.CancelAsync();
        await writing;
        Table.Row(all ? "all four" : "one", entries.ToString("#,0", CultureInfo.InvariantCulture), knownAt is null ? "now" : "then",
            Table.Number(warm.Median()), Table.Number(warm.Percentile(99)), entries > 10_000 ? "50" : "10", Table.Number(cold.Median()),
            Table.Number(cold.Percentile(99)), Table.Number(theirs.Median()), Table.Number(theirs.Percentile(99)),
            Table.Ratio(cold.Median(), theirs.Median()), now is null ? "" : Table.Ratio(warm.Median(), now.Value));
        return warm.Median();

        async Task<InitiativeView> OursAsync(InitiativeReader reader) =>
            (await reader.ReadAsync(FigureBooks.Organisation, initiative, asked, CancellationToken.None))!;

        async Task<List<(decimal Sum, int Counted, int LeftOut)>> TheirsAsync()
        {
            var rows = new List<(decimal Sum, int Counted, int LeftOut)>();
            for (var figure = 0; figure < (all ? HandWrittenFigures.All.Length : 1); figure++)
                rows.Add(await hand.ReadAsync(initiative, figure, knownAt));
            return rows;
        }
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> read)
    {
        var started = Stopwatch.GetTimestamp();
        await read();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Headcounts, so that each reading finds entries of the kind that it sums; in a session of their own.</summary>
    private static async Task AppendAsync(Bench bench, Slug initiative, CancellationToken stop)
    {
        var session = Guid.NewGuid();
        await bench.RecordAsync(FigureBooks.Organisation, initiative, Facts.Session(session, 0));
        for (var part = 1000; !stop.IsCancellationRequested; part++)
        {
            await bench.RecordAsync(FigureBooks.Organisation, initiative, Facts.Count(session, part));
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    private static (decimal Sum, int Counted, int LeftOut) Rows(Figure figure) => (
        decimal.Parse(figure.Value!.Low.ToString(), CultureInfo.InvariantCulture), figure.Derivation.Parts.Sum(p => p.Counted.Length),
        figure.Derivation.Parts.Sum(p => p.LeftOut.Length));

    /// <summary>When half of the entries were known.</summary>
    private static async Task<Instant> HalfwayAsync(Bench bench, int entries)
    {
        await using var command = bench.Source.CreateCommand(
            "select recorded_at from casestudies.entries where tenant_id = $1 and stream_id = $2 order by version offset $3 limit 1");
        command.Parameters.Add(new() { Value = FigureBooks.Organisation.Value });
        command.Parameters.Add(new() { Value = FigureBooks.Initiative(entries).Value });
        command.Parameters.Add(new() { Value = (entries / 2) + 20 });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetFieldValue<Instant>(0);
    }
}
