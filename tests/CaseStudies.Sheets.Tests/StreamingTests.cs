using System.Globalization;
using CaseStudies.Sheets;

namespace CaseStudies.Sheets.Tests;

/// <summary>A hundred thousand rows, of which only one at a time is in memory.</summary>
[Collection(nameof(StreamingTests))]
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
public sealed class StreamingTests
{
    private const int Rows = 100_000;

    /// <summary>What may be held more than before; the rows themselves would take some hundred MiB.</summary>
    private const long Held = 48L << 20;

    [Fact]
    public async Task A_hundred_thousand_rows_are_written_without_being_held()
    {
        var peak = new Peak();
        var (xlsx, csv) = (new AnswerStream { Keeps = false }, new AnswerStream { Keeps = false });
        await XlsxWriter.WriteAsync(xlsx, [Table(peak)], null, TestContext.Current.CancellationToken);
        await CsvWriter.WriteAsync(csv, Table(peak), CsvEncoding.Cp932, TestContext.Current.CancellationToken);
        Assert.True(xlsx.Bytes > 2 << 20 && csv.Bytes > 4 << 20, $"{xlsx.Bytes} and {csv.Bytes} bytes");
        Assert.True(peak.Grown < Held, $"{peak.Grown >> 20} MiB");
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_read_without_being_held()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (xlsx, csv) = (Path.Combine(folder.FullName, "a.xlsx"), Path.Combine(folder.FullName, "a.csv"));
            await using (var to = File.Create(xlsx))
                await XlsxWriter.WriteAsync(to, [Table(null)], null, TestContext.Current.CancellationToken);
            await using (var to = File.Create(csv))
                await CsvWriter.WriteAsync(to, Table(null), CsvEncoding.Cp932, TestContext.Current.CancellationToken);
            foreach (var path in new[] { xlsx, csv })
            {
                var (peak, rows, cells) = (new Peak(), 0, 0L);
                using var file = SheetFile.Open(await SpooledFile.CopyAsync(File.OpenRead(path), SheetLimits.Default.FileBytes,
                    TestContext.Current.CancellationToken), path);
                foreach (var row in file.Sheets[0].Rows())
                {
                    (rows, cells) = (rows + 1, cells + row.Cells.Length);
                    if (rows % 5_000 == 0)
                        peak.Look();
                }

                Assert.Equal((Rows + 1, (Rows + 1) * 8L), (rows, cells));
                Assert.True(peak.Grown < Held, $"{peak.Grown >> 20} MiB");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SheetTable Table(Peak? peak) =>
        SheetTable.FromRows("多い行", [.. Enumerable.Range(1, 8).Select(n => new SheetColumn($"列{n}"))], Enumerable.Range(1, Rows).Select(n =>
    {
        if (n % 5_000 == 0)
            peak?.Look();
        return (IReadOnlyList<SheetValue>)[$"氏名 {n.ToString(CultureInfo.InvariantCulture)}", n, "出席", n * 7919L, "ひらがなとカタカナの少し長い文", n % 7, "=1+1",
            new NodaTime.LocalDate(2025, 4, 1).PlusDays(n % 365)];
    }));

    /// <summary>The most that was held at any look, over what was held before.</summary>
    private sealed class Peak
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

        public long Grown { get; private set; }

        public void Look() => Grown = Math.Max(Grown, GC.GetTotalMemory(forceFullCollection: true) - _before);
    }
}
