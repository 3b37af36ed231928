using System.Text;
using CaseStudies.Sheets;

namespace CaseStudies.Sheets.Tests;

/// <summary>Reads small files whole, for tests.</summary>
internal static class ReadSheets
{
    public static List<SheetRow> Rows(byte[] bytes, int sheet = 0)
    {
        using var file = SheetFile.Open(new MemoryStream(bytes));
        return [.. file.Sheets[sheet].Rows()];
    }

    public static List<SheetRow> Rows(Book book) => Rows(book.Bytes());

    public static List<SheetRow> Rows(string text) => Rows(Encoding.UTF8.GetBytes(text));

    /// <summary>The cells of one row of a workbook.</summary>
    public static List<SheetCell> Cells(string cells, Book? book = null) =>
        [.. Rows((book ?? new()) with { SheetData = $"<row r=\"1\">{cells}</row>" })[0].Cells];

    public static string?[] Texts(SheetRow row, int columns) => [.. Enumerable.Range(1, columns).Select(c => row[c]?.Text)];
}
