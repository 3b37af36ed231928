using System.Collections.Frozen;
using CaseStudies.Domain;

namespace CaseStudies.Server.Import;

/// <summary>Usual names of columns, in Japanese and English.</summary>
internal static class HeaderWords
{
    private static readonly FrozenDictionary<string, ColumnUse> s_words = new (ColumnUse Use, string[] Words)[]
    {
        (ColumnUse.Date, ["日付", "開催日", "実施日", "活動日", "年月日", "月日", "日時", "日", "開催日時", "実施日時", "タイムスタンプ", "回答日", "回答日時", "送信日時", "開始日時", "参加日", "参加日時",
            "来所日", "来所日時", "来場日", "来場日時", "来館日", "利用日", "利用日時", "出席日", "受付日", "受付日時", "チェックイン", "チェックイン日時", "date", "day", "heldon", "on", "timestamp",
            "submittedat", "submissiondate", "completiontime", "datetime", "checkin", "checkedin", "checkinat", "checkindate", "dateofvisit"]),
        (ColumnUse.Strand, ["活動", "活動名", "事業", "事業名", "プログラム", "プログラム名", "講座", "講座名", "教室", "行事", "strand", "activity", "programme", "program"]),
        (ColumnUse.Start, ["開始", "開始時刻", "開始時間", "開始時", "start", "starttime", "from"]),
        (ColumnUse.End, ["終了", "終了時刻", "終了時間", "終了時", "end", "endtime", "to"]),
        (ColumnUse.Time, ["時刻", "受付時刻", "受付時間", "来所時刻", "来所時間", "来場時刻", "来場時間", "入室時刻", "入館時刻", "到着時刻", "チェックイン時刻", "time", "checkintime", "arrival",
            "arrivaltime"]),
        (ColumnUse.Venue, ["会場", "場所", "開催場所", "実施場所", "venue", "place", "location"]),
        (ColumnUse.Title, ["内容", "活動内容", "タイトル", "題名", "テーマ", "title", "theme"]),
        (ColumnUse.Part, ["部", "時間帯", "午前午後", "part"]),
        (ColumnUse.Name, ["名前", "氏名", "お名前", "参加者", "参加者名", "利用者名", "児童名", "会員名", "name", "fullname", "participant", "participantname"]),
        (ColumnUse.Furigana, ["ふりがな", "フリガナ", "よみ", "読み", "よみがな", "読み仮名", "カナ", "氏名カナ", "furigana", "reading", "kana"]),
        (ColumnUse.Person, ["参加者id", "個人id", "会員id", "カード番号", "person", "personid", "cardid", "participantid"]),
        (ColumnUse.ResponseId, ["回答id", "回答番号", "送信id", "responseid", "submissionid", "respondentid", "uuid", "_uuid"]),
        (ColumnUse.RowId, ["no", "番号", "整理番号", "管理番号", "受付番号", "通番", "連番", "id", "rowid", "number"]),
        (ColumnUse.Comment, ["自由記述", "自由記入", "感想", "ご意見", "コメント", "comment", "comments", "freetext"]),
    }.SelectMany(u => u.Words.Select(w => (Loose: LooseTextKey.FromText(w), u.Use))).DistinctBy(w => w.Loose)
    .ToFrozenDictionary(w => w.Loose, w => w.Use, StringComparer.Ordinal);

    /// <summary>Names of columns for members of facts.</summary>
    private static readonly Dictionary<string, string[]> s_written = new()
    {
        ["on"] = ["日付", "相談日", "受付日", "実施日", "年月日", "日", "達成日", "date", "day", "on"],
        ["channel"] = ["方法", "相談方法", "手段", "受付方法", "経路", "channel", "method"],
        ["topic"] = ["内容", "相談内容", "分類", "主訴", "テーマ", "種別", "topic", "category"],
        ["strand"] = ["活動", "活動名", "事業", "事業名", "strand"],
        ["group"] = ["区分", "対象", "属性", "group"],
        ["note"] = ["備考", "メモ", "詳細", "記録", "note", "memo", "remarks"],
        ["quantity"] = ["項目", "指標", "quantity", "measure"],
        ["value"] = ["数量", "値", "数", "量", "value", "amount"],
        ["unit"] = ["単位", "unit"],
        ["item"] = ["品目", "品名", "item"],
        ["source"] = ["出典", "情報源", "source"],
        ["activity"] = ["活動内容", "作業", "業務", "activity", "task"],
        ["hours"] = ["時間数", "活動時間", "時間", "hours"],
        ["start"] = ["開始", "開始時刻", "start"],
        ["end"] = ["終了", "終了時刻", "end"],
        ["person"] = ["名前", "氏名", "参加者", "相談者", "person", "name"],
        ["milestone"] = ["節目", "できごと", "成果", "milestone", "event"],
        ["description"] = ["説明", "内容", "description"],
        ["destination"] = ["紹介先", "つなぎ先", "destination"],
        ["origin"] = ["紹介元", "origin"],
        ["partner"] = ["団体", "連携先", "協力団体", "partner", "organisation"],
        ["words"] = ["声", "感想", "発言", "words", "voice"],
        ["speaker"] = ["話者", "発言者", "speaker"],
        ["attribute"] = ["属性", "attribute"],
        ["role"] = ["役割", "role"],
        ["stage"] = ["段階", "stage"],
    };

    private static readonly FrozenDictionary<string, string[]> s_members = s_written.ToFrozenDictionary(m => m.Key,
        m => (string[])[.. m.Value.Select(LooseTextKey.FromText)], StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, string> s_firstNames = s_written.ToFrozenDictionary(m => m.Key, m => m.Value[0], StringComparer.Ordinal);

    /// <summary>The name of this member's column in a template.</summary>
    public static string ForMember(string member, Language language) =>
        language == Language.Ja && s_firstNames.TryGetValue(member, out var name) ? name : char.ToUpperInvariant(member[0]) + member[1..];

    public static ColumnUse? Use(string header) => s_words.TryGetValue(LooseTextKey.FromText(header), out var use) ? use : null;

    /// <summary>Whether the header means the number of people who came, without a group.</summary>
    public static bool IsHeadcount(string header) =>
        LooseTextKey.FromText(header) is "人数" or "参加人数" or "参加者数" or "来場者数" or "利用者数" or "来所者数" or "headcount" or "participants" or "attendance";

    /// <summary>Whether the header names this member of a fact.</summary>
    public static bool Names(string header, string member) =>
        LooseTextKey.Same(header, member) || (s_members.GetValueOrDefault(member) is { } words && words.Contains(LooseTextKey.FromText(header)));
}
