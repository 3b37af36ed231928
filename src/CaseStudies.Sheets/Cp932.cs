using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// Windows' Japanese code page, as strict as it can be: what it lacks is never replaced. Twins that look the same and differ only
/// in which of two code points a standard chose are mapped before writing, since .NET knows one of each.
/// </summary>
internal static class Cp932
{
    private static readonly Dictionary<char, char> s_twins = new()
    {
        ['\u301C'] = '\uFF5E', // wave dash
        ['\u2016'] = '\u2225', // double vertical line
        ['\u2212'] = '\uFF0D', // minus
        ['\u2014'] = '\u2015', // dash
        ['\u00A2'] = '\uFFE0', // cent
        ['\u00A3'] = '\uFFE1', // pound
        ['\u00AC'] = '\uFFE2', // not
        ['\u00A6'] = '\uFFE4', // broken bar
        ['\u00A5'] = '\uFFE5', // yen: the full-width sign, as the other one is the backslash here
        ['\u203E'] = '\uFFE3', // overline
        ['\u00A0'] = ' ',      // the space that does not break
    };

    private static readonly SearchValues<char> s_twinSearch = SearchValues.Create([.. s_twins.Keys]);

    // Reads what it can and gives a middle dot for the rest; only this one knows the second places.
    private static readonly Encoding s_lenient = CodePagesEncodingProvider.Instance.GetEncoding(932)!;
    private static readonly BitArray s_has = Held();

    /// <summary>Throws at what is no character of CP932. Characters that it holds twice (NEC's and IBM's places) are read from either.</summary>
    public static Encoding Encoding { get; } =
        CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, new SecondPlaces(s_lenient))!;

    public static string Twinned(string text) => text.AsSpan().IndexOfAny(s_twinSearch) < 0
        ? text
        : string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = s_twins.GetValueOrDefault(from[i], from[i]);
        });

    /// <summary>The characters of a text that CP932 lacks, after the twins; private ones are lacking, as they mean something else on every machine.</summary>
    public static IEnumerable<string> Lacking(string text) => text.All(char.IsAscii)
        ? []
        : from rune in Twinned(text).EnumerateRunes() where !rune.IsBmp || !s_has[rune.Value] select rune.ToString();

    public static string CodePoint(string character) => string.Create(CultureInfo.InvariantCulture, $"U+{char.ConvertToUtf32(character, 0):X4}");

    private static BitArray Held()
    {
        var held = new BitArray(char.MaxValue + 1);
        for (var c = '\0'; c < '\x80'; c++)
            held[c] = true;
        for (var c = '\uFF61'; c <= '\uFF9F'; c++)
            held[c] = true;
        for (var lead = 0x81; lead <= 0xFC; lead++)
        {
            for (var trail = 0x40; lead is <= 0x9F or >= 0xE0 && trail <= 0xFC; trail++)
            {
                if (s_lenient.GetString([(byte)lead, (byte)trail]) is [var c] && c is not ('\uFFFD' or '・')
                    && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.PrivateUse)
                    held[c] = true;
            }
        }

        held['・'] = true;
        return held;
    }
}
