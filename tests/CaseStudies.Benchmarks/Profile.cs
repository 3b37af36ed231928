using System.Diagnostics;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Projections;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Benchmarks;

/// <summary>Where the time goes: the driver's own spans for recording, a stopwatch between the steps for reading.</summary>
internal static class Profile
{
    public static async Task RecordingAsync(Bench bench, Sizes sizes)
    {
        Table.Head("profile of recording: milliseconds a commit; a writer who finds both lanes busy waits for another's first", "writers", "facts a commit",
            "claim: lock, ledger, state", "save: events, entries, ledger, state", "until a writer is answered", "round trips");
        foreach (var writers in sizes.Writers)
        {
            using var spans = new CommitSpans();
            var rate = await Writers.TurnAsync(bench.Contender, writers, sizes.Organisations * Sizes.InitiativesPerOrganisation, sizes.Turn);
            Table.Row($"{writers}", Table.Number(rate * sizes.Turn.TotalSeconds / spans.Commits), Table.Number(spans.Claim / spans.Commits),
                Table.Number(spans.Save / spans.Commits), Table.Number(writers * 1000 / rate), "3");
        }
    }

    public static async Task ReadingAsync(Bench bench, int entries, int readings)
    {
        var times = new List<double[]>();
        for (var i = -5; i < readings; i++)
        {
            await using var connection = await bench.Source.OpenConnectionAsync();
            var clock = Stopwatch.GetTimestamp();
            await BytesAsync(connection, entries);
            var bytes = Lap();
            var rows = (await EntriesTable.ReadAsync(connection, new(FigureBooks.Organisation, FigureBooks.Initiative(entries)), CancellationToken.None)).Rows;
            var read = Lap();
            var book = EntryBook.AsKnown(rows);
            var known = Lap();
            var period = Period.FiscalYear(2025);
            _ = Figures.Compute(Figures.Adopted(book, period).First(), book, period);
            if (i >= 0)
                times.Add([bytes, read - bytes, known, Lap()]);

            double Lap()
            {
                var lap = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
                clock = Stopwatch.GetTimestamp();
                return lap;
            }
        }

        Table.Head("profile of reading one figure: milliseconds", "entries", "PostgreSQL and transport", "JSON and rows", "book", "figure");
        Table.Row([$"{entries:#,0}", .. Enumerable.Range(0, 4).Select(step => Table.Number(times.Select(t => t[step]).ToList().Median()))]);
    }

    private static async Task BytesAsync(Npgsql.NpgsqlConnection connection, int entries)
    {
        await using var command = new Npgsql.NpgsqlCommand(
            "select version, recorded_at, recorded_by, source, kind, opens, closes, fact, reason, problem from casestudies.entries where tenant_id = $1 and "
                + "stream_id = $2 order by version", connection);
        command.Parameters.Add(new() { Value = FigureBooks.Organisation.Value });
        command.Parameters.Add(new() { Value = FigureBooks.Initiative(entries).Value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7);
    }
}
