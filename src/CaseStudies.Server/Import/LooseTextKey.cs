using System.Text;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>A key by which texts are compared: width, case, spaces, brackets, and hiragana or katakana make no difference.</summary>
internal static class LooseTextKey
{
    public static bool Same(string one, string other) => FromText(one) == FromText(other);

    public static string FromText(string text)
    {
        var (key, loose) = (OfficeText.Key(text), new StringBuilder(text.Length)); // .NET's normalisation does nothing without ICU
        for (var i = 0; i < key.Length; i++)
        {
            if (char.IsHighSurrogate(key[i]) && char.IsLetterOrDigit(key, i))
                loose.Append(key, i++, 2);
            else if (char.IsLetterOrDigit(key[i]) || key[i] is '%' or 'ー')
                loose.Append(char.ToLowerInvariant(Hiragana(key[i])));
        }

        return loose.Length > 0 ? loose.ToString() : text.Trim();
    }

    /// <summary>The key of a name. Old and common forms of a character make no difference either.</summary>
    public static string Name(string name)
    {
        var loose = new StringBuilder(FromText(name));
        foreach (var (old, common) in s_variants)
            loose.Replace(old, common);
        return loose.ToString();
    }

    private static char Hiragana(char c) => c is >= 'ァ' and <= 'ヶ' ? (char)(c - 'ァ' + 'ぁ') : c;

    private static readonly (string Old, string Common)[] s_variants =
    [
        ("髙", "高"), ("﨑", "崎"), ("嵜", "崎"), ("邉", "辺"), ("邊", "辺"), ("齋", "斎"), ("齊", "斉"), ("斉", "斎"), ("濵", "浜"), ("濱", "浜"), ("澤", "沢"), ("櫻", "桜"),
        ("𠮷", "吉"),
        ("德", "徳"), ("廣", "広"), ("龍", "竜"), ("眞", "真"), ("惠", "恵"), ("國", "国"), ("冨", "富"), ("嶋", "島"), ("嶌", "島"), ("曾", "曽"), ("瀨", "瀬"), ("淸", "清"),
        ("橫", "横"), ("黑", "黒"),
        ("與", "与"), ("萬", "万"), ("榮", "栄"), ("實", "実"), ("會", "会"), ("關", "関"), ("條", "条"), ("藏", "蔵"), ("壽", "寿"), ("靜", "静"), ("彥", "彦"), ("\uFA19", "神"),
        ("\uFA1B", "福"),
    ];
}
