using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Import;

/// <summary>What the pages of imports say.</summary>
internal static class ImportTexts
{
    private static readonly Dictionary<ColumnUse, LocalizedText> s_uses = new()
    {
        [ColumnUse.Ignored] = new("取り込まない", "not imported"), [ColumnUse.Total] = new("合計(照合だけ)", "total (compared only)"),
        [ColumnUse.Date] = new("日付", "date"), [ColumnUse.Time] = new("時刻", "time"), [ColumnUse.Strand] = new("活動", "strand"),
        [ColumnUse.Start] = new("開始時刻", "start"), [ColumnUse.End] = new("終了時刻", "end"), [ColumnUse.Venue] = new("会場", "venue"),
        [ColumnUse.Title] = new("題名", "title"), [ColumnUse.Part] = new("部分", "part"), [ColumnUse.Group] = new("人数", "headcount"),
        [ColumnUse.Name] = new("氏名", "name"), [ColumnUse.Furigana] = new("ふりがな", "reading of the name"), [ColumnUse.Person] = new("人の番号", "id of the person"),
        [ColumnUse.Answer] = new("回答", "answer"), [ColumnUse.Comment] = new("自由記述", "comment"),
        [ColumnUse.ResponseId] = new("回答の番号", "id of the response"), [ColumnUse.RowId] = new("行の番号", "number of the row"),
        [ColumnUse.Member] = new("記録の項目", "member of the entry"),
    };

    /// <summary>Uses that need a question or a member, too. They are proposed from the header, and not chosen.</summary>
    private static readonly ImmutableArray<ColumnUse> s_proposed = [ColumnUse.Answer, ColumnUse.Member];

    public static LocalizedText Name(ImportKind kind) => kind switch
    {
        ImportKind.Attendance => new("出席表", "attendance"),
        ImportKind.Headcounts => new("人数の表", "headcounts"),
        ImportKind.Events => new("出来事の一覧", "list of events"),
        ImportKind.Survey => new("アンケートの回答", "survey responses"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static LocalizedText Name(ColumnUse use) => s_uses[use];

    /// <summary>What a column may be chosen to be.</summary>
    public static IEnumerable<ColumnUse> Choices(ColumnUse now) => Enum.GetValues<ColumnUse>().Where(u => u == now || !s_proposed.Contains(u));

    public static LocalizedText Name(Verdict verdict) => verdict switch
    {
        Verdict.WillBeRecorded => new("記録する", "to be recorded"),
        Verdict.AlreadyRecorded => new("記録済み", "recorded already"),
        Verdict.Corrects => new("訂正する", "corrects an entry"),
        Verdict.ChangedByHand => new("手で修正済み(変えない)", "changed by hand since (stays)"),
        Verdict.CannotBe => new("記録できない", "cannot be recorded"),
        Verdict.LeftOut => new("対象外", "left out"),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    public static LocalizedText Said(ImportProblem problem) => problem.Column is { } column
        ? new($"{column}列:{problem.Ja}", $"column {column}: {problem.En}") : new(problem.Ja, problem.En);

    public static LocalizedText Same(SamePerson people) =>
        new($"同じ人ですか:{string.Join("、", people.Names)}", $"The same person? {string.Join(", ", people.Names)}");

    public static LocalizedText WouldRestate(WouldRestate restated) => new(
        $"締め切られた期間({DateFormat.Span(restated.From, restated.To, Language.Ja)}、第{restated.Closing}回の締切)が変わります:"
            + $"変更 {restated.Changes}件、数値 {restated.Figures.Length}件",
        $"The closed period {DateFormat.Span(restated.From, restated.To, Language.En)} (closing no. {restated.Closing}) would be restated: "
            + $"{EnglishPlurals.Count(restated.Changes, "changes")}, {EnglishPlurals.Count(restated.Figures.Length, "figures")}");

    public static LocalizedText Restated(RestatedPeriod restated) => new(
        $"締め切られた期間({DateFormat.Span(restated.From, restated.To, Language.Ja)}、第{restated.Closing}回の締切)が変わりました:変更 {restated.Changes}件",
        $"The closed period {DateFormat.Span(restated.From, restated.To, Language.En)} (closing no. {restated.Closing}) was restated: "
            + EnglishPlurals.Count(restated.Changes ?? 0, "changes"));

    public static LocalizedText Warned(WarningLine warning) =>
        new($"{DateFormat.Day(warning.On, Language.Ja)} {warning.Text.Ja}", $"{DateFormat.Day(warning.On, Language.En)}: {warning.Text.En}");

    /// <summary>Only what there is.</summary>
    public static ImmutableArray<LocalizedText> Counts(VerdictCounts counts)
    {
        (Verdict Verdict, int Rows)[] all =
        [
            (Verdict.WillBeRecorded, counts.WillBeRecorded), (Verdict.Corrects, counts.Corrects), (Verdict.CannotBe, counts.CannotBe),
            (Verdict.ChangedByHand, counts.ChangedByHand), (Verdict.AlreadyRecorded, counts.AlreadyRecorded), (Verdict.LeftOut, counts.LeftOut),
        ];
        return [.. all.Where(c => c.Rows > 0)
            .Select(c => new LocalizedText($"{Name(c.Verdict).Ja}:{c.Rows}行", $"{Name(c.Verdict).En}: {EnglishPlurals.Count(c.Rows, "rows")}"))];
    }

    public static LocalizedText State(string state) => state switch
    {
        "open" => new("完了していない", "not complete"),
        "completed" => new("完了", "completed"),
        "abandoned" => new("中止", "abandoned"),
        "undone" => new("元に戻した", "undone"),
        _ => new(state, state),
    };
}
