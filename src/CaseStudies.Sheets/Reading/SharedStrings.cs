namespace CaseStudies.Sheets;

/// <summary>The texts that cells point to by number. The only part that is held in memory, and therefore counted.</summary>
internal sealed class SharedStrings
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<int, string> _furigana = [];

    public static SharedStrings Read(WorkbookPackage package, string? path)
    {
        var (strings, characters) = (new SharedStrings(), 0L);
        if (path is null)
            return strings;
        using var part = package.Read(path);
        while (part.Read())
        {
            if (!part.AtMain("si"))
                continue;
            var (text, reading) = CellString.Read(part, new(strings._texts.Count + 1, 0));
            if (reading is not null)
                strings._furigana[strings._texts.Count] = reading;
            strings._texts.Add(text);
            characters += text.Length + (reading?.Length ?? 0);
            if (strings._texts.Count > package.Limits.SharedStrings || characters > package.Limits.SharedCharacters)
                throw FileRefusals.TooComplex("共有された文字列が多すぎます", "too many shared texts");
        }

        return strings;
    }

    public (string Text, string? Furigana) this[int index] => index < _texts.Count
        ? (_texts[index], _furigana.GetValueOrDefault(index))
        : throw FileRefusals.Damaged("セルの文字列がありません", "a cell's text is missing");
}
