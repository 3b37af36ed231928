namespace CaseStudies.Sheets;

/// <summary>Columns as Excel names them: 1 is A, 27 is AA, 16384 is XFD.</summary>
public static class ColumnNames
{
    public static string FromNumber(int column)
    {
        var name = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
            name = (char)('A' + ((rest - 1) % 26)) + name;
        return name;
    }

    /// <summary>The column of a reference such as <c>AB12</c>, and how many letters it took; 0 where there is none within Excel's columns.</summary>
    public static int Parse(ReadOnlySpan<char> reference, out int letters)
    {
        var column = 0;
        for (letters = 0; letters < reference.Length && char.IsAsciiLetterUpper(reference[letters]); letters++)
        {
            column = (column * 26) + (reference[letters] - 'A' + 1);
            if (column > SheetLimits.ColumnsOfSheet)
                return 0;
        }

        return column;
    }
}
