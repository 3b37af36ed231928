using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>Refusals for a file as such, before any cell is looked at.</summary>
public static class FileRefusals
{
    internal static SheetRefusedException Empty() => Refuse(SheetCodes.Empty,
        "ファイルが空です。正しいファイルを選び直してください。", "The file is empty. Choose the right file.");

    public static SheetRefusedException TooLarge(long limit) => Refuse(SheetCodes.TooLarge,
        $"ファイルが大きすぎます(上限 {Mebibytes(limit)} MB)。期間などで分けてください。",
        $"The file is too large (at most {Mebibytes(limit)} MB). Split it, for instance by period.");

    internal static SheetRefusedException OtherKind(FileKind kind) => Refuse(SheetCodes.OtherKind,
        $"これは{kind.Name.Ja}です。表計算ソフトで開き、Excel 形式(.xlsx)か CSV で保存したものを送ってください。",
        $"This is {kind.Name.En}. Open the table in a spreadsheet program, save it in the Excel format (.xlsx) or as CSV, and send that.");

    internal static SheetRefusedException LegacyXls() => Refuse(SheetCodes.LegacyXls,
        "古い Excel 形式(.xls)です。Excel で開き、「Excel ブック(.xlsx)」として保存し直してください。",
        "This is the old Excel format (.xls). Open it in Excel and save it as an Excel workbook (.xlsx).");

    internal static SheetRefusedException Xlsb() => Refuse(SheetCodes.Xlsb,
        "Excel バイナリ形式(.xlsb)です。Excel で開き、「Excel ブック(.xlsx)」として保存し直してください。",
        "This is Excel's binary format (.xlsb). Open it in Excel and save it as an Excel workbook (.xlsx).");

    internal static SheetRefusedException Encrypted() => Refuse(SheetCodes.Encrypted,
        "パスワードで保護(暗号化)されています。Excel でパスワードを外して保存し直してください。",
        "The file is protected by a password. Remove the password in Excel and save it anew.");

    internal static SheetRefusedException Macro() => Refuse(SheetCodes.Macro,
        "マクロが入っています。マクロのない「Excel ブック(.xlsx)」として保存し直してください。",
        "The workbook holds macros. Save it as an Excel workbook without macros (.xlsx).");

    internal static SheetRefusedException Embedded(string part) => Refuse(SheetCodes.Embedded,
        $"ブックに別のファイルが埋め込まれています({Shown(part)})。埋め込みを消すか、表だけを新しいブックに写してください。",
        $"Another file is embedded in the workbook ({Shown(part)}). Remove it, or copy the table alone into a new workbook.");

    internal static SheetRefusedException External(string part) => Refuse(SheetCodes.External,
        $"ブックの中身({Shown(part)})がファイルの外を指しています。値だけを新しいブックに貼り付けてください。",
        $"A part of the workbook ({Shown(part)}) lies outside the file. Paste the values into a new workbook.");

    internal static SheetRefusedException WrongExtension(string name, SheetMessage really) => Refuse(SheetCodes.WrongExtension,
        $"ファイル名は「{Shown(name)}」ですが、中身は{really.Ja}です。名前の末尾を中身に合わせるか、正しい形式で保存し直してください。",
        $"The file is called '{Shown(name)}', but it holds {really.En}. Give it the ending that fits, or save it in the right format.");

    internal static SheetRefusedException Damaged(string ja, string en, Exception? inner = null) => Refuse(SheetCodes.Damaged,
        $"ファイルが壊れているか、途中で切れています({ja})。Excel で開いて保存し直し、もう一度送ってください。",
        $"The file is damaged or cut off ({en}). Open it in Excel, save it anew and send it again.", inner);

    internal static SheetRefusedException Dtd(string part) => Refuse(SheetCodes.Dtd,
        $"ブックの {Shown(part)} に XML の定義(DTD)があります。安全のため読みません。Excel で保存し直してください。",
        $"The part {Shown(part)} of the workbook holds an XML definition (DTD), which is not read for safety. Save it anew in Excel.");

    internal static SheetRefusedException UnsafeName(string part) => Refuse(SheetCodes.UnsafeName,
        $"ブックの中に不正な名前({Shown(part)})があります。Excel で保存し直してください。",
        $"The workbook holds a part with an unsafe name ({Shown(part)}). Save it anew in Excel.");

    internal static SheetRefusedException DuplicatePart(string part) => Refuse(SheetCodes.DuplicatePart,
        $"ブックの中に同じ名前({Shown(part)})が二つあります。どちらが正しいか分からないため読みません。Excel で保存し直してください。",
        $"Two parts of the workbook have the same name ({Shown(part)}), and nobody can tell which one is right. Save it anew in Excel.");

    internal static SheetRefusedException UnpacksTooLarge(long limit) => Refuse(SheetCodes.UnpacksTooLarge,
        $"圧縮を解くと大きすぎます(上限 {Mebibytes(limit)} MB、または圧縮率が異常です)。不要な行・列・書式を消すか、ファイルを分けてください。",
        $"Unpacked the file is too large (more than {Mebibytes(limit)} MB, or packed beyond measure). Delete unused rows, columns and formats, or split it.");

    internal static SheetRefusedException TooComplex(string ja, string en) => Refuse(SheetCodes.TooComplex,
        $"ブックが複雑すぎます({ja})。表だけを新しいブックに写してください。",
        $"The workbook is too complex ({en}). Copy the table alone into a new workbook.");

    internal static SheetRefusedException Encoding(string ja, string en) => Refuse(SheetCodes.Encoding,
        $"文字コードが分かりません({ja})。文字化けを避けるため読みません。CSV(UTF-8)か Excel 形式で保存し直してください。",
        $"The text's encoding cannot be told ({en}), and a guess would garble it. Save the file anew as CSV (UTF-8) or in the Excel format.");

    private static string Shown(string text) => Values.OfficeText.Shown(text, 60);

    private static string Mebibytes(long bytes) => (bytes >> 20).ToString(CultureInfo.InvariantCulture);

    private static SheetRefusedException Refuse(string code, string ja, string en, Exception? inner = null) => new(code, new(ja, en), inner);
}
