using System.Text;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Read;

/// <summary>For sorting names as people look for them: kana of either form and width, and letters of either case and width, are the same.</summary>
internal static class Spoken
{
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var c in OfficeText.Key(name))
        {
            if (c != ' ')
                key.Append(c is >= 'ァ' and <= 'ヶ' ? (char)(c - 'ァ' + 'ぁ') : char.ToLowerInvariant(c));
        }

        return key.ToString();
    }
}
