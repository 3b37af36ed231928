using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets.Values;

/// <summary>Texts as offices write them: once to be shown, and once to be compared.</summary>
public static class OfficeText
{
    /// <summary>To be shown: half-width kana made whole, white space and invisible signs around it gone. ㈱, ①, ２ and the characters of names stay.</summary>
    public static string Display(string text) => Trimmed(Kana.Whole(text));

    /// <summary>
    /// To be compared: as <see cref="Display"/>, with full-width letters, digits and signs as ASCII and any white space as one space. Letters
    /// keep their case.
    /// </summary>
    public static string Key(string text)
    {
        var (key, space) = (new StringBuilder(text.Length), false);
        foreach (var c in Display(text))
        {
            if (char.IsWhiteSpace(c))
            {
                space = true;
                continue;
            }

            if (Invisible(c))
                continue;
            if (space)
                key.Append(' ');
            space = false;
            key.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        }

        return key.ToString();
    }

    public static bool IsBlank(string text) => Display(text).Length == 0;

    /// <summary>Within a sentence: without line ends, and not longer than a reader bears.</summary>
    public static string Shown(string text, int most = 40)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > most)
                return shown.Append('…').ToString();
            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return string.IsNullOrWhiteSpace(text) ? "?" : shown.ToString();
    }

    /// <summary>
    /// Why a text must not be kept as it is: it has lost letters already, or has some that mean something else on every machine. Null if it may.
    /// </summary>
    public static SheetMessage? Garbled(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0xFFFD)
                return new("文字化けしています(�)。元の文字に直してください。", "The text is garbled (it contains �). Enter the correct characters.");
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.PrivateUse)
            {
                var point = string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
                return new(
                    $"外字({point})があります。ほかの機械では読めないので、普通の文字に直してください。",
                    $"The text holds a private character ({point}) that no other machine can read. Use an ordinary one.");
            }
        }

        return null;
    }

    private static string Trimmed(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && Around(text[from]))
            from++;
        while (to > from && Around(text[to - 1]))
            to--;
        return text[from..to];
    }

    private static bool Around(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || Invisible(c);

    private static bool Invisible(char c) => c is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF' or '\u00AD';
}
