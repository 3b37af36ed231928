using System.Diagnostics;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Benchmarks;

/// <summary>(d) Figures with every counted and left-out entry, read and computed anew, in turns with SQL that returns the same rows.</summary>
internal static class FigureReadings
{
    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        Table.Head("(d) milliseconds from the question to the figure with its derivation", "figure", "entries", "known", "p50", "p99", "SQL p50", "SQL p99",
            "ratio of p50", "ratio of p99");
        var hand = new HandWrittenFigures(bench.ConnectionString);
        foreach (var entries in sizes.Entries)
        {
            await FigureBooks.FillAsync(bench, entries);
            await using (var analyse = bench.Source.CreateCommand("analyze casestudies.entries; analyze casestudies.mt_events"))
                await analyse.ExecuteNonQueryAsync();
            var then = await HalfwayAsync(bench, entries);
            foreach (var all in new[] { false, true })
            {
                foreach (var knownAt in new Instant?[] { null, then })
                    await RowAsync(bench, hand, entries, all, knownAt, entries > 10_000 ? Math.Max(sizes.Readings / 14, 5) : sizes.Readings);
            }
        }
    }

    private static async Task RowAsync(Bench bench, HandWrittenFigures hand, int entries, bool all, Instant? knownAt, int readings)
    {
        var initiative = FigureBooks.Initiative(entries);
        var asked = new ViewQuery(KnownAt: knownAt, Indicator: all ? null : new Slug("youth"));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var i = -Math.Min(5, readings / 3); i < readings; i++) // the first ones warm
        {
            var started = Stopwatch.GetTimestamp();
            var figures = (await bench.Reader.ReadAsync(FigureBooks.Organisation, initiative, asked, CancellationToken.None))!.Figures;
            var ourTime = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            started = Stopwatch.GetTimestamp();
            var rows = new List<(decimal Sum, int Counted, int LeftOut)>();
            for (var figure = 0; figure < (all ? HandWrittenFigures.All.Length : 1); figure++)
                rows.Add(await hand.ReadAsync(initiative, figure, knownAt));
            var theirTime = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (!figures.Select(Rows).SequenceEqual(rows))
                throw new InvalidOperationException(
                    $"The figures and the SQL disagree: {string.Join(' ', figures.Select(Rows))} and {string.Join(' ', rows)}.");
            if (i < 0)
                continue;
            ours.Add(ourTime);
            theirs.Add(theirTime);
        }

        Table.Row(all ? "all four" : "one", entries.ToString("#,0", CultureInfo.InvariantCulture), knownAt is null ? "now" : "then",
            Table.Number(ours.Median()), Table.Number(ours.Percentile(99)), Table.Number(theirs.Median()), Table.Number(theirs.Percentile(99)),
            Table.Ratio(ours.Median(), theirs.Median()), Table.Ratio(ours.Percentile(99), theirs.Percentile(99)));
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
