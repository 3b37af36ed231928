using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Telling;

/// <summary>What the members of facts are called, where they are no dimension. A test keeps it total.</summary>
public static class FieldNames
{
    private static readonly Dictionary<string, PublicText> s_names = new()
    {
        ["on"] = new("日付", "day"), ["from"] = new("始まりの日", "first day"), ["to"] = new("終わりの日", "last day"), ["month"] = new("月", "month"), ["dueBy"] = new("期限", "due by"),
        ["start"] = new("開始時刻", "start"), ["end"] = new("終了時刻", "end"), ["hours"] = new("時間数", "hours"), ["every"] = new("間隔", "interval"),
        ["count"] = new("人数", "number of heads"), ["value"] = new("値", "value"), ["capacity"] = new("定員", "capacity"), ["price"] = new("参加費(円)", "price in yen"),
        ["respondents"] = new("回答者数", "respondents"), ["version"] = new("版", "version"), ["comparison"] = new("比べ方", "comparison"),
        ["name"] = new("名前", "name"), ["title"] = new("名称", "title"), ["label"] = new("表示名", "label"), ["description"] = new("説明", "description"), ["schedule"] = new("日程", "schedule"),
        ["text"] = new("文", "text"), ["why"] = new("改定の理由", "reason for the revision"), ["eligibility"] = new("対象", "who may come"), ["booking"] = new("申込み", "booking"),
        ["forms"] = new("取組の形", "forms"), ["audiences"] = new("対象者", "audiences"), ["areas"] = new("地域", "areas"), ["timeZone"] = new("時間帯", "time zone"),
        ["reconstruction"] = new("再構成の説明", "note on the reconstruction"), ["definition"] = new("定義", "definition"), ["items"] = new("設問", "items"),
        ["answers"] = new("回答", "answers"), ["tallies"] = new("集計", "tallies"), ["note"] = new("メモ", "note"), ["words"] = new("言葉", "words"),
        ["reference"] = new("保管場所", "where it is kept"), ["comment"] = new("自由記述", "comment"), ["cause"] = new("理由", "cause"),
    };

    /// <summary>As it is stored; a dimension by its own name, another member by ours.</summary>
    public static PublicText Of(string member) => Names.OfDimension(member) is var name && name.Ja != member ? name : s_names.GetValueOrDefault(member) ?? name;
}
