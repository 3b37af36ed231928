namespace CaseStudies.Server.Sheets;

/// <summary>Widths of columns. The rows are not known when they must be written, so header and kind decide.</summary>
internal static class Widths
{
    private const int Widest = 60;

    public static int Of(SheetColumn column) =>
        Math.Clamp(column.Width ?? Math.Max(Shown(column.Header) + 3, Usual(column.Kind)), 1, column.Width is null ? Widest : 255);

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
