using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets;

/// <summary>A text as a workbook keeps it: runs of letters with looks, and readings above them.</summary>
internal sealed class CellString
{
    public const int LongestStored = SheetLimits.CharactersOfCell * 7; // every letter may be written as _xHHHH_

    private readonly StringBuilder _text = new();
    private readonly List<(int From, int To, string Reading)> _readings = [];

    /// <summary>Reads from the start of an <c>si</c> or <c>is</c> element to its end.</summary>
    public static (string Text, string? Furigana) Read(PartReader part, CellPlace place)
    {
        if (part.IsEmpty)
            return ("", null);
        var (built, depth) = (new CellString(), part.Depth);
        (int From, int To)? phonetic = null;
        while (part.Read() && !(part.IsEnd && part.Depth == depth))
        {
            if (part.Name == "rPh" && part.IsMain)
                phonetic = part.IsStart && !part.IsEmpty ? (Place(part["sb"]), Place(part["eb"])) : null;
            else if (part.AtMain("t"))
                built.Add(Decoded(part.Text(LongestStored, place), place), phonetic, place);
        }

        return (built._text.ToString(), built.Furigana());
    }

    /// <summary>Undoes <c>_x000D_</c>, by which workbooks write what XML cannot hold.</summary>
    public static string Decoded(string stored, CellPlace place)
    {
        var text = stored.Contains("_x", StringComparison.Ordinal) ? Undone(stored) : stored;
        if (text.Length > SheetLimits.CharactersOfCell)
            throw SheetRefusals.CellTooLong(place.ToString());
        foreach (var c in text)
        {
            if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\v'))
                throw c == '\0' ? SheetRefusals.Nul(place.ToString()) : SheetRefusals.ControlCharacter(place.ToString(), c);
        }

        return CellTexts.HalfPair(text) ? throw SheetRefusals.LoneSurrogate(place.ToString()) : text;
    }

    private void Add(string part, (int From, int To)? phonetic, CellPlace place)
    {
        if (phonetic is ({ } from, { } to))
        {
            _readings.Add((from, to, part));
            return;
        }

        _text.Append(part);
        if (_text.Length > SheetLimits.CharactersOfCell)
            throw SheetRefusals.CellTooLong(place.ToString());
    }

    /// <summary>The text with each part that has a reading replaced by it; null where no reading fits.</summary>
    private string? Furigana()
    {
        if (_readings.Count == 0)
            return null;
        var (read, at) = (new StringBuilder(), 0);
        foreach (var (from, to, reading) in _readings)
        {
            if (from < at || to < from || to > _text.Length)
                return null;
            read.Append(_text, at, from - at).Append(reading);
            at = to;
        }

        var whole = read.Append(_text, at, _text.Length - at).ToString();
        return whole.Length <= SheetLimits.CharactersOfCell ? whole : null;
    }

    private static string Undone(string stored)
    {
        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] == '_' && i + 6 < stored.Length && stored[i + 1] == 'x' && stored[i + 6] == '_'
                && ushort.TryParse(stored.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var c))
                (_, i) = (text.Append((char)c), i + 6);
            else
                text.Append(stored[i]);
        }

        return text.ToString();
    }

    private static int Place(string? number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1;
}
