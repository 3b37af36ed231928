using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Messages about a mapping, or about a sheet and its mapping, in both languages.</summary>
internal static class MappingMessages
{
    public static ImportProblem ColumnMissing(MappedColumn mapped) => new("import-column-missing",
        $"対応表の列「{OfficeText.Shown(mapped.Header ?? mapped.Column!)}」が、見出しの中に見つからないか、二つ以上あります。見出しか対応表を直してください。",
        $"The mapping's column '{OfficeText.Shown(mapped.Header ?? mapped.Column!)}' is missing from the header, or occurs there twice. Correct the header or "
            + "the mapping.", mapped.Column);

    public static ImportProblem ColumnTwice(int column) => new("import-column-twice",
        "対応表がこの列を二度指しています。", "The mapping names this column twice.", ColumnNames.FromNumber(column));

    public static ImportProblem UseMissing(string use) => new("import-mapping-lacks",
        $"対応表に {use} がありません。", $"'{use}' is missing from the mapping.");

    public static ImportProblem Wrong(string what, string ja, string en) => new("import-mapping-wrong", $"対応表の {what}:{ja}", $"'{what}' in the mapping: {en}");

    public static ImportProblem NoHeader(int row) => new("import-no-header", $"{row} 行目に見出しがありません。", $"There is no header in row {row}.");

    public static ImportProblem SheetUnknown(string name) => new("import-sheet-unknown",
        $"シート「{OfficeText.Shown(name)}」がありません。", $"There is no sheet '{OfficeText.Shown(name)}'.");

    public static ImportProblem SheetHidden(string name) => new("import-sheet-hidden",
        $"シート「{OfficeText.Shown(name)}」は非表示なので、取り込みません。", $"The sheet '{OfficeText.Shown(name)}' is hidden and is not imported.");

    public static ImportProblem SheetNotRead(string name) => new("import-sheet-not-read",
        $"シート「{OfficeText.Shown(name)}」は対応表に合わないので、取り込みません。", $"The sheet '{OfficeText.Shown(name)}' does not match the mapping and is not imported.");

    public static ImportProblem ColumnNotImported(int column, string header) => new("import-column-not-imported",
        $"列「{OfficeText.Shown(header)}」は取り込まず、残しません。",
        $"The column '{OfficeText.Shown(header)}' is neither imported nor kept.", ColumnNames.FromNumber(column));

    public static ImportProblem TotalsColumn(int column, string header) => new("import-totals-column",
        $"列「{OfficeText.Shown(header)}」は合計や平均なので、数えません。",
        $"The column '{OfficeText.Shown(header)}' contains totals or averages and is not counted.", ColumnNames.FromNumber(column));

    public static ImportProblem RowPerAttendance() => new("import-row-per-attendance",
        "一行を、一人の一回の参加として読みました(日付と名前の表)。同じ人が同じ回に何度あっても、一度だけ数えます。",
        "Each row was read as one person at one session (a sheet of dates and names). The same person several times at one session counts once.");

    public static ImportProblem NotEnrolled(int people) => new("import-not-enrolled",
        $"{people} 人は登録されていません。対応表に role(役割)と basis(法的根拠)を書くと、登録も同時に行います。",
        $"{EnglishPlurals.Count(people, "people")} {(people == 1 ? "is" : "are")} not enrolled. To enrol them too, give the role and the lawful basis (role, "
            + "basis) in the mapping.");

    public static ImportProblem HiddenSheetRead(string name) => new("import-hidden-sheet",
        $"シート「{OfficeText.Shown(name)}」は非表示ですが、対応表で指定されているので読み込みました。",
        $"The sheet '{OfficeText.Shown(name)}' is hidden, but it was read because the mapping names it.");

    public static ImportProblem HiddenColumn(int column, string header) => new("import-hidden-column",
        $"列「{OfficeText.Shown(header)}」は非表示ですが、ほかの列と同じように読み込みました。",
        $"The column '{OfficeText.Shown(header)}' is hidden, but it was read like any other.", ColumnNames.FromNumber(column));

    public static ImportProblem ColumnsWithoutHeader(IReadOnlyCollection<int> columns) => new("import-columns-without-header",
        $"見出しのない列({Letters(columns)})に値がありますが、取り込まず、残しません。",
        $"Columns without a header ({Letters(columns)}) contain values, which are neither imported nor kept.", ColumnNames.FromNumber(columns.First()));

    public static ImportProblem HiddenRows(int rows) => new("import-hidden-rows",
        $"非表示の行が {rows} 行ありますが、ほかの行と同じように読み込みました。", $"{EnglishPlurals.Count(rows, "hidden rows")} {(rows == 1 ? "was" : "were")} read like any other.");

    public static ImportProblem Formulas(int column, string header) => new("import-formulas",
        $"列「{OfficeText.Shown(header)}」に数式があります。ファイルを保存したときの値を読み込みました。",
        $"The column '{OfficeText.Shown(header)}' contains formulas. Their values at the time the file was saved were read.", ColumnNames.FromNumber(column));

    public static ImportProblem NoMarks(int column, string header) => new("import-day-without-marks",
        $"「{OfficeText.Shown(header)}」には出欠の印がないので、回を記録しません。",
        $"Nobody is marked on '{OfficeText.Shown(header)}', so no session is recorded.", ColumnNames.FromNumber(column));

    public static ImportProblem UnderWay(OpenImport other) => new("import-under-way",
        $"別の取り込み {other.Import} がまだ終わっていません。それを完了するか中止するまで、新しい取り込みはできません。",
        $"Another import ({other.Import}) is not finished. Nothing else can be imported until it is completed or abandoned.");

    public static ImportProblem NoLongerSaid(string kind, Domain.EntryId entry, string on) => new("import-no-longer-said",
        $"前のファイルから取り込んだ記録 {entry}({on})が、このファイルにはありません。誤りだったなら、記録を取り消してください。",
        $"Entry {entry} ({kind}, {on}) came from an earlier file and is not in this one. If it was wrong, withdraw it.");

    public static ImportProblem MoreNoLongerSaid(int more) => new("import-no-longer-said",
        $"ほかに {more} 件、前のファイルにあってこのファイルにない記録があります。", more == 1
            ? "1 more entry came from an earlier file and is not in this one."
            : $"{more} more entries came from earlier files and are not in this one.");

    public static ImportProblem WithoutIds() => new("import-without-ids",
        "行を区別する番号の列がないため、内容を直した行は新しい記録になります。番号の列があれば、対応表で row-id に指定してください。",
        "No column identifies the rows, so a row whose content changes is recorded as a new one. If there is such a column, map it as row-id.");

    private static string Letters(IReadOnlyCollection<int> columns) =>
        string.Join(", ", columns.Take(10).Select(ColumnNames.FromNumber)) + (columns.Count > 10 ? " …" : "");
}
