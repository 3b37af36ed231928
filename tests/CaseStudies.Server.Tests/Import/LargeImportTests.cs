using System.Diagnostics;
using System.Globalization;
using System.Text;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Import;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Imports many rows as a stream. CASESTUDIES_IMPORT_ROWS says how many; few by default.</summary>
public sealed class LargeImportTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly int s_rows = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_IMPORT_ROWS") ?? "1500", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Many_rows_come_in_as_announced_and_once()
    {
        var organisation = $"npo-{Guid.NewGuid():n}"[..20];
        var api = await ImportApi.OpenedAsync(server, organisation, "large");
        var file = Path.Combine(Path.GetTempPath(), $"{organisation}.csv");
        await using (var writer = new StreamWriter(file, false, new UTF8Encoding(true)))
        {
            await writer.WriteLineAsync("日付,方法,内容");
            for (var i = 0; i < s_rows; i++)
                await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"2025/{4 + (i % 9)}/{1 + (i % 28)},phone,相談の内容 {i}"));
        }

        try
        {
            var mapping = ImportRequest.Mapping(System.Text.Json.Nodes.JsonNode.Parse(
                """
                {"kind":"events","fact":"consultation_received","columns":[{"as":"member","member":"on","header":"日付"},
                {"as":"member","member":"channel","header":"方法"},{"as":"member","member":"note","header":"内容"}]}
                """)!.AsObject());
            var (imports, into, stop) = (server.Host.Services.GetRequiredService<ImportService>(),
                new ImportInto(new(organisation), new("large"), new("local-user"), Role.Owner), TestContext.Current.CancellationToken);
            var announced = (await TimedAsync("dry run", async () =>
            {
                using var open = await ImportFile.OpenAsync(File.OpenRead(file), "large.csv", stop);
                return await imports.DryRunAsync(into, open, new(mapping), stop);
            }))!;
            Assert.Equal((s_rows, s_rows), (announced.Counts.Rows, announced.Counts.WillBeRecorded));
            var done = (await TimedAsync("commit", async () =>
            {
                using var open = await ImportFile.OpenAsync(File.OpenRead(file), "large.csv", stop);
                return await imports.CommitAsync(into, new(Guid.NewGuid()), open, new(mapping), new(announced.File, announced.Digest), stop);
            }))!;
            Assert.Equal(("completed", s_rows, s_rows), (done.State, done.Entries, done.Rows));
            var again = (await TimedAsync("the same again", async () =>
            {
                using var open = await ImportFile.OpenAsync(File.OpenRead(file), "large.csv", stop);
                return await imports.DryRunAsync(into, open, new(mapping), stop);
            }))!;
            Assert.Equal(s_rows, again.Counts.AlreadyRecorded);
            Assert.Equal(s_rows + 5L, await api.EventsAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<T> TimedAsync<T>(string what, Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                await Task.Delay(50, CancellationToken.None);
            }
        }, CancellationToken.None);
        var result = await work();
        await stop.CancelAsync();
        await watching;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TestContext.Current.SendDiagnosticMessage(
            $"{what}: {s_rows} rows in {seconds:0.0} s, {s_rows / seconds:#,0} a second, working set up to {peak >> 20} MiB, managed "
                + $"{GC.GetTotalMemory(true) >> 20} MiB");
        return result;
    }
}
