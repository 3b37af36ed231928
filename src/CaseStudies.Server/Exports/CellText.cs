using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Exports;

/// <summary>What stands in a cell for a text that is longer than a cell can be.</summary>
internal static class CellText
{
    /// <summary>The text, or where to read it: nothing is cut off, because a part could be taken for the whole.</summary>
    public static string Fitting(string text, Language language) => text.Length <= SheetLimits.CharactersOfCell ? text : language == Language.Ja
        ? $"(長すぎてセルに入りません。{text.Length} 文字。JSON で読めます)"
        : $"(too long for a cell: {text.Length} characters; read it as JSON)";
}
