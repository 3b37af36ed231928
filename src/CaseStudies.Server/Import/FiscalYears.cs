using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Fiscal years as sheets write them: 2025年度, 令和7年度, R7年度, FY2025.</summary>
internal static partial class FiscalYears
{
    public static int? In(string text)
    {
        if (Named().Match(OfficeText.Key(text)) is not { Success: true } match)
            return null;
        if (match.Groups["y"].Success)
            return int.Parse(match.Groups["y"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var year = match.Groups["n"].Value == "元" ? 1 : int.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return Era.Parse(match.Groups["era"].Value)?.Year(year);
    }

    /// <summary>The fiscal year of a whole sheet, from its name, the rows above its table, or its header.</summary>
    public static int? Above(string sheet, IEnumerable<SheetRow> rows) =>
        rows.SelectMany(r => r.Cells).Where(c => c.Kind == SheetCellKind.Text).Select(c => c.Text).Append(sheet).Select(In).FirstOrDefault(y => y is not null);

    [GeneratedRegex(@"(?:(?<y>[12][0-9]{3}) ?年度|FY ?(?<y>[12][0-9]{3})|(?<era>令和|平成|昭和|[RHS]) ?(?<n>元|[0-9]{1,2}) ?年度)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
