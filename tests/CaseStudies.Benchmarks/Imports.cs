using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Import;

namespace CaseStudies.Benchmarks;

/// <summary>
/// (g) A file of one row a happening, imported as staff would: announced, then recorded; beside it the rows that it left, once more by COPY
/// into empty tables of the same form, in turns. Each row is an act of its own, with its line in the ledger and its note in the vault.
/// </summary>
internal static class Imports
{
    public const string Mapping =
        """
        {"kind":"events","fact":"consultation_received","columns":[{"as":"member","member":"on","header":"日付"},{"as":"member","member":"channel","header":"方法"},
        {"as":"member","member":"note","header":"内容"}]}
        """;

    private static readonly ImportMapping s_mapping = ImportRequest.Mapping(JsonNode.Parse(Mapping)!.AsObject());

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        await Copies.CreateAsync(bench.Source);
        Table.Head("(g) import of a sheet, a row a happening", "rows", "announced a second", "recorded a second", "COPY of the same rows", "ratio",
            "working set at most, MB",
            "rows a commit", "µs a row", "of it claiming", "of it saving", "processor time of the program");
        foreach (var rows in sizes.ImportedRows)
        {
            var (announced, recorded, copied, profiles, peak) = (new List<double>(), new List<double>(), new List<double>(), new List<double[]>(), 0L);
            for (var round = 0; round < sizes.Rounds; round++)
            {
                using var spans = new CommitSpans();
                var turn = await TurnAsync(bench, rows);
                profiles.Add([rows / (double)spans.Commits,
                    .. new[] { turn.Recording * 1e6, spans.Claim * 1e3, spans.Save * 1e3, turn.Processor.TotalMicroseconds }.Select(t => t / rows)]);
                announced.Add(rows / turn.Announcing);
                recorded.Add(rows / turn.Recording);
                copied.Add(rows / await Copies.CopyAsync(bench.Source, turn.Organisation));
                peak = Math.Max(peak, turn.Peak);
            }

            Table.Row([$"{rows:#,0}", Table.Number(announced.Median()), Table.Number(recorded.Median()), Table.Number(copied.Median()),
                Table.Ratio(recorded.Median(), copied.Median()),
                $"{peak >> 20}", .. Enumerable.Range(0, 5).Select(step => Table.Number(profiles.Select(p => p[step]).ToList().Median()))]);
        }
    }

    /// <summary>Announces and records a new file of so many rows, in an organisation of its own; times in seconds.</summary>
    public static async Task<(Slug Organisation, double Announcing, double Recording, long Peak, TimeSpan Processor)> TurnAsync(Bench bench, int rows)
    {
        var into = new ImportInto(new($"import-{Guid.NewGuid():n}"[..20]), new("sheet"), new("bench"), Role.Owner);
        await bench.RecordAsync(into.Organisation, into.Initiative, Facts.Opening());
        var file = Path.Combine(Path.GetTempPath(), $"{into.Organisation}.csv");
        await using (var written = File.Create(file))
            await WriteAsync(written, rows);
        try
        {
            var (run, announcing, _) = await TimedAsync(async sheet =>
                await bench.Imports.DryRunAsync(into, sheet, new(s_mapping), CancellationToken.None), file);
            var before = Environment.CpuUsage.TotalTime;
            var (done, recording, peak) = await TimedAsync(async sheet => await bench.Imports.CommitAsync(
                into, new(Guid.NewGuid()), sheet, new(s_mapping), new(run!.File, run.Digest), CancellationToken.None), file);
            if (done is not { State: "completed" } || done.Entries != rows)
                throw new InvalidOperationException($"Imported {done?.Entries} of {rows}.");
            return (into.Organisation, announcing, recording, peak, Environment.CpuUsage.TotalTime - before);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task WriteAsync(Stream to, int rows)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(true), leaveOpen: true);
        await writer.WriteLineAsync("日付,方法,内容");
        for (var i = 0; i < rows; i++)
            await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"2025/{4 + (i % 9)}/{1 + (i % 28)},phone,相談の内容 {i}"));
    }

    private static async Task<(T Result, double Seconds, long Peak)> TimedAsync<T>(Func<ImportFile, Task<T>> work, string file)
    {
        var peak = 0L;
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            for (; !done.IsCancellationRequested; await Task.Delay(50))
                peak = Math.Max(peak, Environment.WorkingSet);
        });
        var started = Stopwatch.GetTimestamp();
        using var sheet = await ImportFile.OpenAsync(File.OpenRead(file), Path.GetFileName(file), CancellationToken.None);
        var result = await work(sheet);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await done.CancelAsync();
        await watching;
        return (result, seconds, Math.Max(peak, Environment.WorkingSet));
    }
}
