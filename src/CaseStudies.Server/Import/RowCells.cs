using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>The cells of a row as stored in the vault: column → text. Only of columns that are imported: what else the file says is not ours to keep.</summary>
internal static class RowCells
{
    /// <summary>Longer than any row that people fill in. What is beyond is not kept.</summary>
    private const int LongestCell = 4_000, LongestRow = 100_000;

    public static string Json(SheetRow row, IReadOnlySet<int> imported)
    {
        var (cells, length) = (new JsonObject(), 0);
        foreach (var cell in row.Cells.Where(c => !c.Covered && imported.Contains(c.Column)))
        {
            var text = Cut(cell.Text);
            if ((length += text.Length) > LongestRow)
                break;
            cells[ColumnNames.FromNumber(cell.Column)] = text;
        }

        return cells.ToJsonString(DomainJson.Options);
    }

    private static string Cut(string text) =>
        text.Length <= LongestCell ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestCell - 1]) ? LongestCell - 1 : LongestCell), "…");
}
