using CaseStudies.Domain;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>What is told of a row or a cell, in both languages; the codes are stable.</summary>
internal static class Says
{
    public static ImportProblem Unreadable(int column, PublicText why) => At(column, "import-value-unreadable", why.Ja, why.En);

    public static ImportProblem Uncomputed(int column) => At(column, "import-value-unreadable",
        "計算されていない数式です。値を入れてください。", "A formula that was never computed. Enter its value.");

    public static ImportProblem DateMissing(int column) => At(column, "import-date-missing", "日付がありません。日付を入れてください。", "There is no day. Enter one.");

    public static ImportProblem StrandMissing(int column) => At(column, "import-strand-missing", "活動がありません。活動名を入れてください。", "There is no strand. Enter its name.");

    public static ImportProblem StrandUnknown(int column, string text) => At(column, "import-strand-unknown",
        $"「{OfficeText.Shown(text)}」という活動はありません。名前を直すか、対応表の values.strand に書いてください。",
        $"There is no strand '{OfficeText.Shown(text)}'. Mend the name, or map it under values.strand.");

    public static ImportProblem KeyUnknown(int column, string text, string use) => At(column, "import-key-unknown",
        $"「{OfficeText.Shown(text)}」に当たるキーがありません。対応表の values.{use} に、この文字とキー(a-z、0-9、-)を書いてください。",
        $"No key is known for '{OfficeText.Shown(text)}'. Map it to a key (a-z, 0-9 and -) under values.{use}.");

    public static ImportProblem MarkUnknown(int column, PublicText why) => At(column, "import-mark-unknown",
        $"{why.Ja}(対応表の values.mark に present か absent)", $"{why.En} (The mapping does it by present or absent under values.mark.)");

    public static ImportProblem MarkMerged(int column) => At(column, "import-mark-merged",
        "出欠の印が結合セルにあります。結合を解いて、日ごとに入れてください。", "The mark stands in a merged cell. Unmerge it, and enter each day's mark.");

    public static ImportProblem CountMerged(int column) => At(column, "import-count-merged",
        "数が、いくつもの行や列にまたがる結合セルにあります。結合を解いて、それぞれの数を入れてください。", "The number stands in a merged cell across several rows or columns. Unmerge it, and enter each number.");

    public static ImportProblem MemberMissing(int column, string member) => new("import-member-missing",
        $"{member} がありません。", $"'{member}' is missing.", column > 0 ? ColumnNames.FromNumber(column) : null);

    public static ImportProblem NameMissing(int column) => At(column, "import-name-missing", "名前がありません。", "There is no name.");

    public static ImportProblem NameRepeated(int column, int row) => At(column, "import-name-repeated",
        $"{row} 行目と同じ名前です。別の人なら、名前で区別できるようにしてください。同じ人なら、一行にまとめてください。",
        $"Row {row} has the same name. If it is somebody else, make the names differ; if not, make it one row.");

    public static ImportProblem AnswerUnknown(int column, string text, string choices) => At(column, "import-answer-unknown",
        $"「{OfficeText.Shown(text)}」はこの設問の選択肢({OfficeText.Shown(choices, 200)})にありません。文言を直すか、対応表の values に書いてください。",
        $"'{OfficeText.Shown(text)}' is none of the question's answers ({OfficeText.Shown(choices, 200)}). Mend it, or map it under values.");

    /// <param name="before">Where it was said first.</param>
    public static ImportProblem Repeated(Place before, Place at) => new("import-repeated",
        before == at ? "この行の別の列と同じことについてです。どちらか一つにしてください。"
        : $"{(before.Sheet == at.Sheet ? "" : $"シート {before.Sheet} の ")}{before.Row} 行目と同じことについての行です。どちらか一行にするか、部(part)や開始時刻で区別してください。",
        before == at ? "Another column of this row is about the same thing. Keep one of them."
        : $"Row {before.Row}{(before.Sheet == at.Sheet ? "" : $" of sheet {before.Sheet}")} is about the same thing. Keep one of them, or tell them apart by part or start.");

    public static ImportProblem SessionAmbiguous(string on) => new("import-session-ambiguous",
        $"{on} にはこの活動の回がいくつもあり、どの回か決められません。開始時刻を入れて、記録と合わせてください。",
        $"There are several sessions of this strand on {on}, and nobody can tell which one is meant. Enter the start as it is recorded.");

    public static ImportProblem ContradictsHand(string from, string to) => new("import-contradicts",
        $"手で記録した内容({from})と違います(ファイルは {to})。どちらが正しいか確かめ、ファイルか記録を直してください。",
        $"It differs from what was recorded by hand ({from}; the file says {to}). Find out which is right, and mend the file or the entry.");

    public static ImportProblem HandStands() => new("import-hand-stands",
        "手で記録されたものを使い、その内容は変えません。ファイルの内容にするときは、記録を訂正してください。",
        "What was recorded by hand is used as it stands. To have it as the file says, correct the entry.");

    public static ImportProblem NumberReused(string before, string after) => new("import-number-reused",
        $"この番号は、前に取り込んだ別の行({before})のものです(ファイルは {after})。番号が月や表ごとに 1 から始まるなら、対応表の numbering に表の名前(2025-05 など)を書いてください。同じ行なら、記録を訂正してください。",
        $"This number belongs to another row that was imported before ({before}; the file says {after}). If each list numbers its rows anew, name the list in the mapping under 'numbering', such as 2025-05. If it is the same row, correct the entry.");

    public static ImportProblem SameMoment() => new("import-same-moment",
        "同じ日時の回答が、前のファイルにはもっと多くあり、どれを直すのか決められません。行を戻すか、記録を訂正してください。",
        "An earlier file had more responses of this very moment, and nobody can tell which one this corrects. Put the rows back, or correct the entry.");

    public static ImportProblem ChangedByHand() => new("import-changed-by-hand",
        "前回の取り込みのあとに手で直されているので、上書きしません。どちらが正しいか確かめてください。",
        "It was changed by hand since the last import and is not overwritten. Find out which is right.");

    public static ImportProblem WithdrawnByHand() => new("import-withdrawn-by-hand",
        "前回の取り込みのあとに手で取り消されているので、記録しません。必要なら、手で記録してください。",
        "It was withdrawn by hand since the last import and is not recorded again. Record it by hand if it is needed.");

    public static ImportProblem Pending() => new("entry-pending",
        "ほかの取り込みがまだ終わっていません。それを完了するか中止してから、もう一度行ってください。",
        "Another import that is not finished holds this entry. Complete or abandon it, then repeat.");

    public static ImportProblem TotalsRow() => new("import-totals-row", "合計や平均の行なので、数えません。", "A row of totals or averages; it is not counted.");

    public static ImportProblem NoteRow() => new("import-note-row", "表の外の注記なので、取り込みません。", "A note outside the table; it is not imported.");

    public static ImportProblem HeadingRow() => new("import-heading-row", "見出しの行です。", "A heading.");

    public static ImportProblem EmptyRow() => new("import-empty-row", "取り込む値がない行です。", "A row without anything to import.");

    private static ImportProblem At(int column, string code, string ja, string en) => new(code, ja, en, ColumnNames.FromNumber(column));
}
