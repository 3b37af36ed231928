using System.Globalization;
using CaseStudies.Domain;

namespace CaseStudies.Server.Sheets;

/// <summary>The stable codes by which a file, or a table to be written, is refused as a whole.</summary>
internal static class SheetCodes
{
    public const string CellTooLong = "sheet-cell-too-long";
    public const string Cp932Lacks = "sheet-cp932-lacks";
    public const string LoneSurrogate = "sheet-lone-surrogate";
}

/// <summary>The refusals: what is wrong and what to do, in both languages.</summary>
internal static class SheetRefusals
{
    public static SheetRefusedException CellTooLong(string cell) => Refuse(SheetCodes.CellTooLong,
        $"セル {cell} の文字が多すぎます(上限 {SheetLimits.CharactersOfCell} 文字)。短くするか、引用符「\"」の閉じ忘れがないか確かめてください。",
        $"The cell {cell} holds too many characters (at most {SheetLimits.CharactersOfCell}). Shorten it, and check that no quotation mark was left open.");

    public static SheetRefusedException LoneSurrogate(string cell) => Refuse(SheetCodes.LoneSurrogate,
        $"セル {cell} に壊れた文字(サロゲートの片割れ)があります。そのセルを入力し直してください。",
        $"The cell {cell} holds a broken character (half a surrogate pair). Type the cell anew.");

    public static Cp932LacksException Cp932Lacks(Cp932Report report)
    {
        var first = report.Lacks[0];
        var total = report.Total.ToString(CultureInfo.InvariantCulture);
        return new(report, new(
            $"Shift_JIS(CP932)で表せない文字が {total} 個あります(最初は {first.Row} 行 {first.Column} 列目の「{first.Character}」{first.CodePoint})。UTF-8 の CSV か Excel 形式を選んでください。",
            $"{total} characters do not exist in Shift_JIS (CP932); the first is '{first.Character}' {first.CodePoint} in row {first.Row}, column {first.Column}. Choose CSV in UTF-8 or the Excel format."));
    }

    private static SheetRefusedException Refuse(string code, string ja, string en, Exception? inner = null) => new(code, new(ja, en), inner);
}
