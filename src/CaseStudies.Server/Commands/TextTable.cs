using Spectre.Console;
using Spectre.Console.Rendering;

namespace CaseStudies.Server.Commands;

/// <summary>Rows in columns. A Japanese letter is two places wide on a terminal, which the console library knows.</summary>
internal static class TextTable
{
    /// <summary>With a frame and headings, wrapped to the terminal.</summary>
    public static void Draw(TextWriter to, IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in headings)
            table.AddColumn(Markup.Escape(heading));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        Terminal.Draw(to).Write(table);
    }

    /// <summary>Aligned lines for files, pipes and other programs.</summary>
    public static void WriteLines(TextWriter to, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = rows.Count == 0 ? [] : Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => Width(row[column]))).ToArray();
        foreach (var row in rows)
            to.WriteLine(string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).TrimEnd());
    }

    private static int Width(string text) => new Segment(text).CellCount();
}
