namespace CaseStudies.Sheets;

/// <summary>
/// A text that a spreadsheet would take for a formula. In CSV it gets a leading apostrophe, and so does a text that looks as if it had got one;
/// our own reading takes exactly one away, so that a file comes back as it was.
/// </summary>
internal static class Neutral
{
    public static bool LooksLikeFormula(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is
        '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0'
        or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';

    public static string Apostrophed(string text) => LooksLikeFormula(text.AsSpan().TrimStart('\'')) ? "'" + text : text;

    public static string Bare(string text) => text.StartsWith('\'') && LooksLikeFormula(text.AsSpan().TrimStart('\'')) ? text[1..] : text;
}
