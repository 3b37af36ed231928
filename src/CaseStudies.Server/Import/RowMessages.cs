using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Messages about a row or a cell, in both languages. The codes are stable.</summary>
internal static class RowMessages
{
    public static ImportProblem Unreadable(int column, PublicText why) => At(column, "import-value-unreadable", why.Ja, why.En);

    public static ImportProblem Uncomputed(int column) => At(column, "import-value-unreadable",
        "まだ計算されていない数式です。値を入れてください。", "This formula has not been calculated. Enter its value.");

    public static ImportProblem DateMissing(int column) => At(column, "import-date-missing",
        "日付がありません。日付を入れてください。", "The date is missing. Enter one.");

    public static ImportProblem StrandMissing(int column) => At(column, "import-strand-missing",
        "活動がありません。活動名を入れてください。", "The strand is missing. Enter its name.");

    public static ImportProblem StrandUnknown(int column, string text) => At(column, "import-strand-unknown",
        $"「{OfficeText.Shown(text)}」という活動はありません。名前を直すか、対応表の values.strand に書いてください。",
        $"There is no strand '{OfficeText.Shown(text)}'. Correct the name, or map it under values.strand.");

    public static ImportProblem KeyUnknown(int column, string text, string use) => At(column, "import-key-unknown",
        $"「{OfficeText.Shown(text)}」に当たるキーがありません。対応表の values.{use} に、この文字とキー(a-z、0-9、-)を書いてください。",
        $"No key is known for '{OfficeText.Shown(text)}'. Map it to a key (a-z, 0-9 and -) under values.{use}.");

    public static ImportProblem MarkUnknown(int column, PublicText why) => At(column, "import-mark-unknown",
        $"{why.Ja}(対応表では、values.mark に present か absent を書けます。)", $"{why.En} (In the mapping, use present or absent under values.mark.)");

    public static ImportProblem MarkMerged(int column) => At(column, "import-mark-merged",
        "出欠の印が、結合セルにあります。結合を解いて、日ごとに入れてください。", "The mark is in a merged cell. Unmerge it and enter a mark for each day.");

    public static ImportProblem CountMerged(int column) => At(column, "import-count-merged",
        "数が、複数の行や列にまたがる結合セルにあります。結合を解いて、それぞれの数を入れてください。",
        "The number is in a cell merged across several rows or columns. Unmerge it and enter each number.");

    public static ImportProblem MemberMissing(int column, string member) => new("import-member-missing",
        $"{member} がありません。", $"'{member}' is missing.", column > 0 ? ColumnNames.FromNumber(column) : null);

    public static ImportProblem NameMissing(int column) => At(column, "import-name-missing", "名前がありません。", "The name is missing.");

    public static ImportProblem NameRepeated(int column, int row) => At(column, "import-name-repeated",
        $"{row} 行目と同じ名前です。別の人なら、名前で区別できるようにしてください。同じ人なら、一行にまとめてください。",
        $"Row {row} has the same name. If it is a different person, make the names distinguishable; if it is the same person, combine the rows.");

    /// <param name="first">The row with which it is counted together, if it is not the first.</param>
    public static ImportProblem Nameless(int column, string text, int heads, int? first) => At(column, "import-nameless",
        $"「{OfficeText.Shown(text)}」は人の名前ではないので、名前のない {heads} 人として、名前のある人とは別に数えます{(first is { } r ? $"({r} 行目と合わせて)" : "")}。",
        $"'{OfficeText.Shown(text)}' is no person's name. {(heads == 1 ? "It is" : "They are")} counted as {EnglishPlurals.Count(heads, "people")} without a "
            + $"name, beside those who are named{(first is { } row ? $" (together with row {row})" : "")}.");

    public static ImportProblem NamelessHowMany(int column, string text) => At(column, "import-nameless-how-many",
        $"「{OfficeText.Shown(text)}」が何人か分かりません。「その他3名」のように人数を書くか、日の欄に人数を入れてください。",
        $"'{OfficeText.Shown(text)}' does not say how many people. Write the number, as in '3 others', or enter it under the day.");

    public static ImportProblem NamelessContradicts(int column, int named, int marked) => At(column, "import-nameless-contradicts",
        $"名前の欄は {named} 人、日の欄は {marked} 人です。どちらかに直してください。",
        $"The name says {EnglishPlurals.Count(named, "people")}, the day says {marked}. Correct one of them.");

    public static ImportProblem CheckInAmbiguous(string on) => new("import-session-ambiguous",
        $"{on} にはこの活動の回が複数あり、どの回か判断できません。受付の時刻を入れ、記録されている回の開始と終了の時刻も入れてください。",
        $"There are several sessions of this strand on {on}, so it is unclear which one is meant. Enter the time of the check-in, and make sure that the "
            + "recorded sessions have their start and end.");

    public static ImportProblem CheckedInAgain(int column, int row) => At(column, "import-checked-in-again",
        $"同じ人が同じ回に {row} 行目にもあるので、一度だけ数えます。", $"Row {row} has the same person at the same session, who is counted once.");

    public static ImportProblem TotalContradicts(int column, int stated, int sum) => At(column, "import-total-contradicts",
        $"合計の欄は {stated} ですが、この行の内訳を足すと {sum} です。記録するのは内訳です。数か、取り込む列を確かめてください。",
        $"The total says {stated}, but the parts in this row add up to {sum}. The parts are recorded. Check the numbers, or which columns are imported.");

    public static ImportProblem AnswerUnknown(int column, string text, string choices) => At(column, "import-answer-unknown",
        $"「{OfficeText.Shown(text)}」はこの設問の選択肢({OfficeText.Shown(choices, 200)})にありません。文言を直すか、対応表の values に書いてください。",
        $"'{OfficeText.Shown(text)}' is not one of the answers to this question ({OfficeText.Shown(choices, 200)}). Correct it, or map it under values.");

    /// <param name="before">The first row that says it.</param>
    public static ImportProblem Repeated(Place before, Place at) => new("import-repeated",
        before == at ? "この行の別の列と同じ内容です。どちらか一つにしてください。"
        : $"{(before.Sheet == at.Sheet ? "" : $"シート {before.Sheet} の ")}{before.Row} 行目と同じ内容の行です。どちらか一行にするか、部(part)や開始時刻で区別してください。",
        before == at ? "Another column of this row says the same thing. Keep only one of them."
        : $"Row {before.Row}{(before.Sheet == at.Sheet ? "" : $" of sheet {before.Sheet}")} says the same thing. Keep only one of them, or distinguish them "
            + "by part or start time.");

    public static ImportProblem SessionAmbiguous(string on) => new("import-session-ambiguous",
        $"{on} にはこの活動の回が複数あり、どの回か判断できません。記録されている開始時刻を入れてください。",
        $"There are several sessions of this strand on {on}, so it is unclear which one is meant. Enter the start time as recorded.");

    public static ImportProblem ContradictsHand(string from, string to) => new("import-contradicts",
        $"手入力の記録({from})と違います(ファイルは {to})。どちらが正しいかを確かめて、ファイルか記録を直してください。",
        $"This differs from the entry recorded by hand ({from}; the file says {to}). Find out which is right, then correct the file or the entry.");

    public static ImportProblem HandStands() => new("import-hand-stands",
        "手入力の記録をそのまま使い、内容は変えません。ファイルの内容に合わせるときは、記録を訂正してください。",
        "The entry recorded by hand is kept unchanged. To change it to what the file says, correct the entry.");

    public static ImportProblem NumberReused(string before, string after) => new("import-number-reused",
        $"この番号は、前に取り込んだ別の行({before})で使われています(ファイルは {after})。"
            + "番号が月や表ごとに 1 から始まるなら、対応表の numbering に表の名前(2025-05 など)を書いてください。同じ行なら、記録を訂正してください。",
        $"This number belongs to another row that was imported earlier ({before}; the file says {after}). "
            + "If each list numbers its rows from 1, name the list in the mapping under 'numbering', for example 2025-05. If it is the same row, correct "
            + "the entry.");

    public static ImportProblem SameMoment() => new("import-same-moment",
        "同じ日時の回答が前のファイルにはもっと多くあり、どの回答の訂正か判断できません。行を元に戻すか、記録を訂正してください。",
        "An earlier file had more responses with this exact date and time, so it is unclear which one this row corrects. Put the missing rows back, or "
            + "correct the entry.");

    public static ImportProblem ChangedByHand() => new("import-changed-by-hand",
        "前回の取り込みのあとに手入力で訂正されているため、上書きしません。どちらが正しいかを確かめてください。",
        "This entry was corrected by hand after the last import, so it is not overwritten. Find out which is right.");

    public static ImportProblem WithdrawnByHand() => new("import-withdrawn-by-hand",
        "前回の取り込みのあとに取り消されているため、記録しません。必要なら、改めて手入力で記録してください。",
        "This entry was withdrawn by hand after the last import, so it is not recorded again. If it is needed, record it by hand.");

    public static ImportProblem Pending() => new("entry-pending",
        "この記録を含む別の取り込みがまだ終わっていません。それを完了するか中止してから、もう一度行ってください。",
        "This entry belongs to another import that is not finished. Complete or abandon that import, then try again.");

    public static ImportProblem TotalsRow() => new("import-totals-row", "合計や平均の行なので、数えません。", "This is a row of totals or averages; it is not counted.");

    public static ImportProblem NoteRow() => new("import-note-row", "表の外の注記なので、取り込みません。", "This is a note outside the table; it is not imported.");

    public static ImportProblem HeadingRow() => new("import-heading-row", "見出しの行です。", "This is a heading.");

    public static ImportProblem EmptyRow() => new("import-empty-row", "取り込む値がない行です。", "This row has nothing to import.");

    private static ImportProblem At(int column, string code, string ja, string en) => new(code, ja, en, ColumnNames.FromNumber(column));
}
