using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>Refusals for what stands in the cells of a file, or in a table that is to be written: what is wrong and what to do, in both languages.</summary>
public static class SheetRefusals
{
    internal static SheetRefusedException CellTooLong(string cell) => Refuse(SheetCodes.CellTooLong,
        $"セル {cell} の文字が多すぎます(上限 {SheetLimits.CharactersOfCell} 文字)。短くするか、引用符「\"」の閉じ忘れがないか確かめてください。",
        $"The cell {cell} holds too many characters (at most {SheetLimits.CharactersOfCell}). Shorten it, and check that no quotation mark was left open.");

    internal static SheetRefusedException LoneSurrogate(string place) => Refuse(SheetCodes.LoneSurrogate,
        $"{place} に壊れた文字(サロゲートの片割れ)があります。そのセルを入力し直してください。",
        $"There is a broken character (half a surrogate pair) at {place}. Type the cell anew.");

    internal static SheetRefusedException Nul(string place) => Refuse(SheetCodes.Nul,
        $"{place} に NUL 文字(U+0000)があります。表計算ソフトで開き、CSV(UTF-8)か Excel 形式で保存し直してください。",
        $"There is a NUL character (U+0000) at {place}. Open the file in a spreadsheet program and save it anew as CSV (UTF-8) or in the Excel format.");

    internal static SheetRefusedException ControlCharacter(string place, char character) => Refuse(SheetCodes.ControlCharacter,
        $"{place} に制御文字 {Cp932.CodePoint(character.ToString())} があります。表ではないファイルか、壊れたファイルです。表計算ソフトで保存し直してください。",
        $"There is a control character {Cp932.CodePoint(character.ToString())} at {place}: the file is no table, or it is damaged. "
        + "Save it anew in a spreadsheet program.");

    internal static SheetRefusedException NumberOutOfRange(string cell) => Refuse(SheetCodes.Number,
        $"セル {cell} の数は大きすぎるか、小さすぎるか、数として壊れています。正しい数を入力してください。",
        $"The number in cell {cell} is too large, too small, or broken. Enter the right number.");

    internal static SheetRefusedException Quotes(long row) => Refuse(SheetCodes.Quotes,
        $"{row} 行目で始まる引用符「\"」が正しく閉じられていません。引用符を直すか、Excel 形式で保存してください。",
        $"A quotation mark that opens in row {row} is not closed properly. Mend the quotation marks, or save in the Excel format.");

    internal static SheetRefusedException TooManyRows(int limit) => Refuse(SheetCodes.TooManyRows,
        $"行が多すぎます(上限 {limit} 行)。ファイルを分けてください。", $"There are too many rows (at most {limit}). Split the file.");

    internal static SheetRefusedException TooManyColumns(long row, int limit) => Refuse(SheetCodes.TooManyColumns,
        $"{row} 行目の列が多すぎます(上限 {limit} 列)。表を分けるか、余分な列を消してください。",
        $"Row {row} has too many columns (at most {limit}). Split the table, or delete the surplus columns.");

    public static Cp932LacksException Cp932Lacks(Cp932Report report)
    {
        var first = report.Lacks[0];
        var total = report.Total.ToString(CultureInfo.InvariantCulture);
        return new(report, new(
            $"Shift_JIS(CP932)で表せない文字が {total} 個あります(最初は {first.Row} 行 {first.Column} 列目の「{first.Character}」{first.CodePoint})。UTF-8 の CSV か Excel 形式を選んでください。",
            $"{total} characters do not exist in Shift_JIS (CP932); "
            + $"the first is '{first.Character}' {first.CodePoint} in row {first.Row}, column {first.Column}. "
            + "Choose CSV in UTF-8 or the Excel format."));
    }

    private static SheetRefusedException Refuse(string code, string ja, string en) => new(code, new(ja, en));
}
