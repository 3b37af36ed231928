using System.Text;

namespace CaseStudies.Sheets.Values;

/// <summary>
/// Half-width kana to full-width ones, and marks that follow their letter joined with it. A table, because Unicode's own forms (NFKC, even
/// NFC) would change ㈱, ① and the characters of names.
/// </summary>
internal static class Kana
{
    private const string Full = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
    private const string Voiceable = "カキクケコサシスセソタチツテトハヒフヘホかきくけこさしすせそたちつてとはひふへほ";
    private const string HalfVoiceable = "ハヒフヘホはひふへほ";

    public static string Whole(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uFF61', '\uFF9F') && !text.AsSpan().ContainsAny('\u3099', '\u309A'))
            return text;
        var whole = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\uFF9E' or '\u3099' && Joined(whole, 1) || c is '\uFF9F' or '\u309A' && Joined(whole, 2))
                continue;
            whole.Append(c is >= '\uFF61' and <= '\uFF9F' ? Full[c - '\uFF61'] : c);
        }

        return whole.ToString();
    }

    private static bool Joined(StringBuilder text, int by)
    {
        if (text.Length == 0)
            return false;
        var last = text[^1];
        var joined = last switch
        {
            'ウ' when by == 1 => 'ヴ',
            'う' when by == 1 => 'ゔ',
            'ワ' when by == 1 => 'ヷ',
            'ヲ' when by == 1 => 'ヺ',
            _ when (by == 1 ? Voiceable : HalfVoiceable).Contains(last, StringComparison.Ordinal) => (char)(last + by),
            _ => '\0',
        };
        if (joined == '\0')
            return false;
        text[^1] = joined;
        return true;
    }
}
