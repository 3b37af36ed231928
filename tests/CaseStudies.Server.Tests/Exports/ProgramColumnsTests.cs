using System.Globalization;
using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Tests.Pages;
using CaseStudies.Sheets.Tests;
using CsvHelper;
using static CaseStudies.Server.Tests.Exports.ExportTests;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>The columns whose names have a dot.</summary>
public sealed class ProgramColumnsTests
{
    /// <summary>So that a program reads the file of any office, and every figure can be computed from it.</summary>
    [Fact]
    public async Task Columns_for_programs_hold_codes_and_are_the_same_in_every_language()
    {
        var view = Everything;
        var (ja, en) = (Export.Entries(view, null, null, Language.Ja), Export.Entries(view, null, null, Language.En));
        var rows = ProgramsOf([.. CsvRows(await CsvAsync(ja))]);
        Assert.Equal(rows, ProgramsOf([.. CsvRows(await CsvAsync(en))]));
        Assert.Equal(rows, ProgramsOf(Written.Sheets(await XlsxAsync(ja))["すべての記録"]));
        foreach (var (row, entry) in rows.Zip(view.Book.Entries))
        {
            Assert.Equal((entry.Kind, entry.Id.ToString(), "true"), (row["entry.kind"], row["entry.id"], row["entry.inForce"]));
            using var fact = JsonDocument.Parse(JsonSerializer.Serialize(entry.Fact, entry.Fact.GetType(), DomainJson.Options));
            foreach (var member in fact.RootElement.EnumerateObject().Where(m => m.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
                Assert.Equal(member.Value.ToString(), row[$"fact.{member.Name}"], ignoreCase: true);
        }

        var definition = rows.First(r => r["entry.kind"] == "indicator_adopted")["fact.definition"];
        Assert.StartsWith("{\"formula\":{\"op\":", definition, StringComparison.Ordinal);
        Assert.Equal("", rows[^1]["entry.kind"]); // what cannot be read
        Assert.DoesNotContain(rows.SelectMany(r => r.Values), v => v.Any(c => c > '\u007f'));
    }

    [Fact]
    public async Task An_exact_value_is_a_fraction_where_no_decimal_holds_it()
    {
        var view = PageBook.Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")))
            .Given([.. Enumerable.Range(1, 17).Select(i => new ConsultationReceived(D("2025-05-10"), S(i <= 9 ? "visit" : "telephone")))])
            .Adopt("visits", T("来所", "Visits"), new Ratio(new Count(PageBook.Of("consultation_received", ("channel", "visit"))),
                new Count(PageBook.Of("consultation_received"))), new(Counted.Share, T("%", "%"), Percent: true)).View();
        var export = Export.Figures(view, Language.En);
        List<object?[]>[] files = [[.. CsvRows(await CsvAsync(export))], Written.Sheets(await XlsxAsync(export))["Figures"]];
        foreach (var rows in files)
        {
            var row = ProgramsOf(rows).Single();
            Assert.Equal(("900/17", "900/17", "computed", "share"), (row["figure.low"], row["figure.high"], row["figure.status"], row["figure.counts"]));
        }
    }

    private static List<Dictionary<string, string>> ProgramsOf(List<object?[]> rows) =>
        [.. rows.Skip(1).Select(r => rows[0].Index().Where(h => ((string)h.Item!).Contains('.', StringComparison.Ordinal))
            .ToDictionary(h => (string)h.Item!, h => Convert.ToString(r[h.Index], CultureInfo.InvariantCulture) ?? ""))];

    private static IEnumerable<object?[]> CsvRows(byte[] csv)
    {
        using var parser = new CsvParser(new StringReader(Encoding.UTF8.GetString(csv).TrimStart('\uFEFF')), CultureInfo.InvariantCulture);
        while (parser.Read())
            yield return [.. parser.Record!];
    }
}
