using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Recognises totals and averages. Counting them would count everybody twice.</summary>
internal static class Totals
{
    private static readonly HashSet<string> s_words =
    [.. ((string[])[
        "合計", "計", "小計", "総計", "総合計", "月計", "年計", "週計", "累計", "平均", "人数計", "参加者計", "延べ人数", "のべ人数", "延べ", "のべ", "実人数", "出席日数", "出席回数", "参加回数", "参加日数",
        "total", "totals", "subtotal", "grandtotal", "sum", "average", "mean", "avg", "totalparticipants", "attendances",
    ]).SelectMany(w => (string[])[w, LooseTextKey.FromText(w)])];

    /// <summary>Those that are the sum of a row's parts, and of all of them. An average, a running total or a subtotal is not.</summary>
    private static readonly HashSet<string> s_sums =
    [.. ((string[])[
        "合計", "計", "総計", "総合計", "人数計", "参加者計", "合計人数", "延べ人数", "のべ人数", "延べ", "のべ", "出席日数", "出席回数", "参加回数", "参加日数",
        "total", "totals", "grandtotal", "sum", "totalparticipants", "attendances",
    ]).Select(LooseTextKey.FromText)];

    private static readonly string[] s_ends = ["合計", "小計", "総計", "累計", "の計", "月計", "平均", "人数計", "total", "subtotal"];

    public static bool IsWord(string text) => LooseTextKey.FromText(text) is var loose
        && (s_words.Contains(loose) || s_ends.Any(e => loose.EndsWith(e, StringComparison.Ordinal) && loose.Length <= 20)
            || (loose.Length <= 20 && (loose.StartsWith("合計", StringComparison.Ordinal) || loose.StartsWith("total", StringComparison.Ordinal))));

    public static bool IsSum(string header) => s_sums.Contains(LooseTextKey.FromText(header));

    /// <summary>Whether a key column or the first cell of the row says that it is a total.</summary>
    public static bool IsTotal(SheetRow row, IEnumerable<int> keyColumns) =>
        keyColumns.Select(c => row[c]).Append(row.Cells.FirstOrDefault()).OfType<SheetCell>().Any(c => c.Kind == SheetCellKind.Text && IsWord(c.Text));
}
