using System.Text;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Read;

/// <summary>A key for sorting names: ignores the form and width of kana and the case and width of letters.</summary>
internal static class NameSortKey
{
    public static string FromText(string name)
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
