using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>A file to be written, over HTTP or on the command line.</summary>
/// <param name="Tables">A CSV file contains the first of them.</param>
/// <param name="Name">The file name without its ending.</param>
/// <param name="First">The number of rows of the first table.</param>
/// <param name="Rows">The number of rows of all tables.</param>
/// <param name="Version">The stream version up to which it tells.</param>
internal sealed record Export(string Name, IReadOnlyList<SheetTable> Tables, SheetNotes Notes, long First, long Rows, int Version)
{
    /// <param name="days">Null for all days.</param>
    public static Export Entries(InitiativeView view, Period? days, string? kind, Language language)
    {
        var tables = new EntryTables(view, days, kind, language);
        return new(
            $"{view.Initiative}-entries-v{view.Book.Frontier}", [tables.Overview(), .. tables.Kinds()],
            ExportNotes.FromView(view, days, language == Language.Ja ? $"記録 {tables.Count} 件" : EnglishPlurals.Count(tables.Count, "entries"), language),
            tables.Count + view.Book.Problems.Length, (2L * tables.Count) + view.Book.Problems.Length, view.Book.Frontier);
    }

    public static Export Figures(InitiativeView view, Language language) => new(
        $"{view.Initiative}-figures-v{view.Book.Frontier}", [FigureTable.FromView(view, language)],
        ExportNotes.FromView(view, view.Period, language == Language.Ja ? $"数値 {view.Figures.Length} 件" : EnglishPlurals.Count(view.Figures.Length, "figures"),
            language),
        view.Figures.Length, view.Figures.Length, view.Book.Frontier);

    /// <summary>Reports after each row how many rows were written, and of how many.</summary>
    /// <param name="whole">Whether all tables are written, not only the first.</param>
    public Export Watched(Action<long, long> report, bool whole)
    {
        var done = 0L;
        return this with { Tables = [.. Tables.Select(t => t with { Rows = Counted(t.Rows) })] };

        async IAsyncEnumerable<IReadOnlyList<SheetValue>> Counted(IAsyncEnumerable<IReadOnlyList<SheetValue>> rows)
        {
            await foreach (var row in rows)
            {
                report(++done, whole ? Rows : First);
                yield return row;
            }
        }
    }

    /// <exception cref="SheetRefusedException">See the writers.</exception>
    public Task WriteXlsxAsync(Stream to, CancellationToken stop) => XlsxWriter.WriteAsync(to, Tables, new(Notes), stop);

    /// <exception cref="SheetRefusedException">See the writers. Check for characters that CP932 lacks before.</exception>
    public Task WriteCsvAsync(Stream to, CsvEncoding encoding, CancellationToken stop) => CsvWriter.WriteAsync(to, Tables[0], encoding, stop);

    public Task<Cp932Report> LackingAsync(CancellationToken stop) => CsvWriter.LackingAsync(Tables[0], stop);
}
