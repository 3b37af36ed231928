namespace CaseStudies.Sheets;

/// <summary>
/// Widths of columns: the rows are not known when they must be written, so header and kind decide. And the lines of
/// wrapped texts: not every program that opens a file finds the height of a row by itself.
/// </summary>
internal static class Widths
{
    private const int Widest = 60;

    public static int ForColumn(SheetColumn column) =>
        Math.Clamp(column.Width ?? Math.Max(Shown(column.Header) + 3, Usual(column.Kind)), 1, column.Width is null ? Widest : 255);

    /// <summary>How many lines a text takes in a column, where a word that does not fit leaves a tenth of a line blank.</summary>
    public static int Lines(string text, int width) => text.Split('\n').Sum(line => Math.Max(1, ((Shown(line) * 10) + (width * 9) - 1) / (width * 9)));

    private static int Usual(SheetColumnKind kind) => kind switch
    {
        SheetColumnKind.Number => 10,
        SheetColumnKind.Date => 12,
        SheetColumnKind.Time => 8,
        SheetColumnKind.Instant => 21,
        _ => 16,
    };

    /// <summary>Japanese letters are as wide as two others.</summary>
    private static int Shown(string text) => text.Split('\n').Max(line => line.Sum(c => c is >= '\u1100' and not (>= '\uFF61' and <= '\uFFDC') ? 2 : 1));
}
