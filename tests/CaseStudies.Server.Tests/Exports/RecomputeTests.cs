using System.Globalization;
using System.Text;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Tests.Commands;
using CsvHelper;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>Every figure of the samples follows from <c>entries.csv</c> alone, computed in another language from what the guide says.</summary>
public sealed class RecomputeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Year = "from=2025-04-01&to=2026-03-31";

    [Fact]
    public async Task Every_figure_of_every_sample_is_recomputed_exactly_for_the_year_and_for_half_of_it()
    {
        Recompute.SkipWithoutPython();
        var samples = await LoadedAsync();
        using var script = new Recompute();
        foreach (var (index, sample) in samples.Index())
        {
            var entries = await FileAsync(sample, "entries.csv?lang=" + (index % 2 == 0 ? "ja" : "en"));
            await script.AddAsync($"{sample.Initiative}-year", entries, await FileAsync(sample, $"figures.csv?{Year}"));
            await script.AddAsync($"{sample.Initiative}-half", entries, await FileAsync(sample, "figures.csv?from=2025-10-01&to=2026-03-31"));
        }

        Assert.Equal((0, "agree: 322 of 322"), await script.RunAsync());
    }

    /// <summary>Else the script could agree with anything.</summary>
    [Theory]
    [InlineData("entries.csv", "entry.kind", "participants_counted", "fact.count", "foodbank8-monthly-platform", "monthly-meeting-attendance")]
    [InlineData("entries.csv", "fact.strand", "garden", "fact.on", "ysc-hachifuku-flowerbed", "garden-sessions")]
    [InlineData("figures.csv", "figure.indicator", "survey-share-lonely", "figure.low", "bosai-gokinjo-volunteer", "survey-share-lonely")]
    public async Task A_single_cell_that_differs_is_noticed(string file, string where, string value, string column, string initiative, string figure)
    {
        Recompute.SkipWithoutPython();
        var sample = (await LoadedAsync()).Single(s => s.Initiative.Value == initiative);
        var files = new List<byte[]>();
        foreach (var name in new[] { "entries.csv", "figures.csv" })
        {
            var csv = await FileAsync(sample, $"{name}?lang=en{(name == "figures.csv" ? "&" + Year : "")}");
            files.Add(name == file ? Altered(csv, (where, value), column) : csv);
        }

        using var script = new Recompute();
        await script.AddAsync("altered", files[0], files[1]);
        var (code, said) = await script.RunAsync();

        Assert.Equal(1, code);
        Assert.Contains($" {figure}: recomputed ", said, StringComparison.Ordinal);
    }

    /// <summary>With another value in that column of the first session, headcount or figure that it fits.</summary>
    private static byte[] Altered(byte[] csv, (string Column, string Value) where, string column)
    {
        using var parser = new CsvParser(new StringReader(Encoding.UTF8.GetString(csv).TrimStart('\uFEFF')), CultureInfo.InvariantCulture);
        List<string[]> rows = [];
        while (parser.Read())
            rows.Add([.. parser.Record!]);
        var (place, kind) = (Array.IndexOf(rows[0], column), Array.IndexOf(rows[0], "entry.kind"));
        var row = rows.First(r => r[Array.IndexOf(rows[0], where.Column)] == where.Value && (column != "fact.on" || r[kind] == "session_held"));
        row[place] = column == "fact.on" ? "2024-05-01" : "99";
        using var altered = new StringWriter();
        using (var writer = new CsvWriter(altered, CultureInfo.InvariantCulture))
        {
            foreach (var cells in rows)
            {
                foreach (var cell in cells)
                    writer.WriteField(cell);
                writer.NextRecord();
            }
        }

        return Encoding.UTF8.GetBytes(altered.ToString());
    }

    /// <summary>Loaded by whichever test comes first.</summary>
    private async Task<List<Sample>> LoadedAsync()
    {
        if (await server.ScalarAsync<long>("select count(*) from casestudies.mt_streams") == 0)
            Assert.Equal(0, (await new FixtureHost(server).TypeAsync("demo")).Code);
        var samples = new List<Sample>();
        foreach (var file in Samples.Files)
            samples.Add(await Samples.ReadAsync(file, TestContext.Current.CancellationToken));
        return samples;
    }

    private async Task<byte[]> FileAsync(Sample sample, string name)
    {
        var (status, body, _) = await new Api(server, sample.Organisation.Value, sample.Initiative.Value).TryGetAsync("/" + name);
        Assert.True(status == System.Net.HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        return body;
    }
}
