namespace CaseStudies.Sheets;

/// <summary>What a text in a cell may be, written or read.</summary>
internal static class CellTexts
{
    /// <exception cref="SheetRefusedException">Longer than a cell holds, or with half a surrogate pair.</exception>
    public static void Check(string text, long row, string column)
    {
        if (text.Length > SheetLimits.CharactersOfCell)
            throw SheetRefusals.CellTooLong($"{column}{row}");
        if (HalfPair(text))
            throw SheetRefusals.LoneSurrogate($"{column}{row}");
    }

    public static bool HalfPair(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
