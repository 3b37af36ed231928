using System.Collections.Immutable;
using CaseStudies.Domain;

namespace CaseStudies.Server.Recording;

/// <summary>A kind of figure that a form can ask for.</summary>
/// <remarks>Those before <see cref="PerSession"/> are a <see cref="Measure"/> each; the others are made of these.</remarks>
public enum FigureKind
{
    Sessions, Headcounts, People, Enrolled, Hours, LoggedHours, Consultations, Partners, QuantityTotal, LatestQuantity,
    PerSession, PerMonth, Ratio, Achievement, Answers, Retention,
}

/// <summary>The kinds of figure in plain words, as the page that offers them groups them.</summary>
internal static class FigureKinds
{
    public static ImmutableArray<(PublicText Name, ImmutableArray<FigureKind> Kinds)> Themes { get; } =
    [
        (new("回数・人数・時間", "Sessions, people and hours"),
            [FigureKind.Sessions, FigureKind.Headcounts, FigureKind.People, FigureKind.Enrolled, FigureKind.Hours, FigureKind.LoggedHours]),
        (new("相談・連携・数量", "Consultations, partners and quantities"),
            [FigureKind.Consultations, FigureKind.Partners, FigureKind.QuantityTotal, FigureKind.LatestQuantity]),
        (new("1回・1か月ごとに見る", "By session or by month"), [FigureKind.PerSession, FigureKind.PerMonth]),
        (new("割合・達成率・継続", "Shares, targets and who stays"), [FigureKind.Answers, FigureKind.Ratio, FigureKind.Achievement, FigureKind.Retention]),
    ];

    public static PublicText Describe(FigureKind kind) => kind switch
    {
        FigureKind.Sessions => new("開催した回数", "Number of sessions held"),
        FigureKind.Headcounts => new("延べ人数", "Total of headcounts"),
        FigureKind.People => new("参加した実人数", "Number of different people who took part"),
        FigureKind.Enrolled => new("登録した実人数", "Number of different people who enrolled"),
        FigureKind.Hours => new("開催した時間", "Hours of sessions"),
        FigureKind.LoggedHours => new("スタッフ・ボランティアの活動時間", "Hours logged by staff and volunteers"),
        FigureKind.Consultations => new("相談の件数", "Number of consultations"),
        FigureKind.Partners => new("参加した連携先の数", "Number of partners who took part"),
        FigureKind.QuantityTotal => new("数量の合計", "Total of a quantity"),
        FigureKind.LatestQuantity => new("いちばん新しい数量", "Latest quantity"),
        FigureKind.PerSession => new("1回ごとの平均・最多・範囲", "Mean, largest or range by session"),
        FigureKind.PerMonth => new("1か月ごとの平均・最多・範囲", "Mean, largest or range by month"),
        FigureKind.Ratio => new("二つの数の比・割合", "One number divided by another"),
        FigureKind.Achievement => new("目標に対する達成率", "Achievement of a target"),
        FigureKind.Answers => new("アンケートの回答の割合", "Share of survey answers"),
        FigureKind.Retention => new("続けて参加している人", "People who keep coming"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static PublicText Example(FigureKind kind) => kind switch
    {
        FigureKind.Sessions => new("例:1年に喫茶を24回開いた", "For example: the café was open 24 times in the year"),
        FigureKind.Headcounts => new("例:来場者は延べ310人。2回来た人は2人と数える", "For example: 310 attendances. Who comes twice counts twice"),
        FigureKind.People => new("例:名前を記録した参加者は42人。2回来ても1人と数える", "For example: 42 people by name. Who comes twice counts once"),
        FigureKind.Enrolled => new("例:ボランティアに登録した人は15人", "For example: 15 people enrolled as volunteers"),
        FigureKind.Hours => new("例:学習会を合わせて36時間開いた。開始と終了の時刻から数える", "For example: 36 hours of study sessions, from their start and end"),
        FigureKind.LoggedHours => new("例:ボランティアが合わせて120時間活動した", "For example: volunteers worked for 120 hours"),
        FigureKind.Consultations => new("例:電話での相談が18件あった", "For example: 18 consultations by telephone"),
        FigureKind.Partners => new("例:活動に参加した団体は7団体。2回来ても1団体と数える", "For example: 7 organisations took part. Each counts once"),
        FigureKind.QuantityTotal => new("例:収穫した野菜は合わせて85 kg", "For example: 85 kg of vegetables in all"),
        FigureKind.LatestQuantity => new("例:今の会員数は60人。最後に記録した値", "For example: 60 members now, as recorded last"),
        FigureKind.PerSession => new("例:1回あたり平均12.5人、最多で20人", "For example: 12.5 people per session, or 20 at most"),
        FigureKind.PerMonth => new("例:月に2〜4回開いた", "For example: 2 to 4 sessions in a month"),
        FigureKind.Ratio => new("例:来場者のうち若者は40%、1回あたり12.5人", "For example: 40% of visitors were young, or 12.5 visitors for each session"),
        FigureKind.Achievement => new("例:目標100人に対して85%", "For example: 85% of a target of 100"),
        FigureKind.Answers => new("例:「満足」と答えた人は90%", "For example: 90% answered that they were satisfied"),
        FigureKind.Retention => new("例:登録した人のうち、年度末まで続けて参加している人は70%", "For example: 70% of those who enrolled still come at the end of the year"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What must be recorded before there is anything to choose from; null where nothing must.</summary>
    public static PublicText? Needs(FigureKind kind) => kind switch
    {
        FigureKind.Headcounts => new("人数がまだ記録されていません。活動を人数とともに記録すると選べます。", "No headcount is recorded yet. Record a session with its headcount first."),
        FigureKind.QuantityTotal or FigureKind.LatestQuantity => new(
            "数量がまだ記録されていません。「ほかのことを記録する」で数量を記録すると選べます。", "No quantity is recorded yet. Record one under \"Record something else\" first."),
        FigureKind.PerMonth => new("活動がまだありません。活動の開始を記録すると選べます。", "There is no strand yet. Record the start of a strand first."),
        FigureKind.Achievement => new("目標がまだありません。「ほかのことを記録する」で目標を設定すると選べます。", "There is no target yet. Set one under \"Record something else\" first."),
        FigureKind.Answers => new("アンケートの回答がまだ記録されていません。取り込みかAPIで記録すると選べます。",
            "No survey answers are recorded yet. They are recorded by import or by the API."),
        _ => null,
    };
}
