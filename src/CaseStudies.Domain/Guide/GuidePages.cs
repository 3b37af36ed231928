namespace CaseStudies.Domain.Guide;

/// <summary>One page of the guide, each half as Markdown without the other language.</summary>
public sealed record GuidePage(string Name, PublicText Title, string Ja, string En)
{
    public string In(Language language) => language == Language.Ja ? Ja : En;
}

/// <summary>Stands in until the guide's own pages are here.</summary>
public static class GuidePages
{
    public static IReadOnlyList<GuidePage> All { get; } =
    [
        new("index", new("数え方の手引き", "The guide"), "数値がどう数えられるかを、指標の種類ごとに説明します。\n\n- [件数](count.md)\n- [合計](sum.md)\n", "How figures are counted, measure by measure.\n\n- [count](count.md)\n- [sum](sum.md)\n"),
        new("count", new("件数", "Count"), "記録を**一件ずつ**数えます。[合計](sum.md)とは違います。\n\n### 例\n\n#### 二回\n\n二つの回があります。\n\n```json\n{\"kind\":\"session_held\"}\n```\n\n| 回 | 数 |\n|---|--:|\n| 一 | 1 |\n", "Counts entries **one by one**. Unlike a [sum](sum.md).\n\n### Examples\n\n#### Two\n\nThere are two sessions.\n\n```json\n{\"kind\":\"session_held\"}\n```\n\n| session | counts |\n|---|--:|\n| one | 1 |\n"),
        new("sum", new("合計", "Sum"), "数量を足します。\n", "Adds quantities.\n"),
    ];
}
