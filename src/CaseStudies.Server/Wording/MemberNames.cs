using System.Collections.Frozen;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Wording;

/// <summary>The names of the members of facts, for column headings and lines. A test checks that none is missing.</summary>
internal static class MemberNames
{
    private static readonly FrozenDictionary<string, PublicText> s_names = new Dictionary<string, PublicText>
    {
        ["on"] = new("日付", "date"), ["from"] = new("初日", "first day"), ["to"] = new("最終日", "last day"), ["month"] = new("月", "month"),
        ["dueBy"] = new("期限", "due by"),
        ["start"] = new("開始", "start"), ["end"] = new("終了", "end"), ["hours"] = new("時間数", "hours"), ["timeZone"] = new("時間帯", "time zone"),
        ["title"] = new("題名", "title"), ["name"] = new("名前", "name"), ["label"] = new("呼び方", "label"), ["text"] = new("文章", "text"),
        ["description"] = new("説明", "description"), ["schedule"] = new("日程", "schedule"), ["why"] = new("改定の理由", "why"),
        ["forms"] = new("取組の形", "form"), ["audiences"] = new("対象", "audience"), ["areas"] = new("地域", "area"),
        ["reconstruction"] = new("再構成", "reconstruction"),
        ["count"] = new("人数", "headcount"), ["capacity"] = new("定員", "capacity"), ["price"] = new("料金(円)", "price (yen)"),
        ["respondents"] = new("回答者数", "respondents"),
        ["eligibility"] = new("参加条件", "eligibility"), ["booking"] = new("申し込み", "booking"), ["every"] = new("間隔", "every"),
        ["version"] = new("版", "version"), ["definition"] = new("定義", "definition"), ["comparison"] = new("比べ方", "comparison"),
        ["entries"] = new("記録", "entries"), ["slip"] = new("間違いの種類", "slip"),
        ["items"] = new("設問", "items"), ["answers"] = new("回答", "answers"), ["tallies"] = new("集計", "tally"),
        ["note"] = new("メモ", "note"), ["comment"] = new("自由記述", "comment"), ["words"] = new("言葉", "words"), ["reference"] = new("保管場所", "storage location"),
    }.ToFrozenDictionary();

    /// <exception cref="KeyNotFoundException">The member has no name in this table.</exception>
    public static PublicText Describe(string member) => s_names.GetValueOrDefault(member)
        ?? (Names.OfDimension(member) is var name && name.Ja != member ? name : throw new KeyNotFoundException(member));
}
