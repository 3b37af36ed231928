using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>What <c>demo</c> says.</summary>
internal static class DemoTexts
{
    public static PublicText Begins { get; } = new(
        "20 の事例を読み込み、公表された数値と、記録から求めた数値を並べます。",
        "The twenty case studies are loaded, and their published figures are compared with those derived from the logs.");

    public static PublicText BeginsSensitivity { get; } = new(
        "20 の事例を使い捨てのデータベースに読み込み、数値ごとに、数えた記録を一つ取り下げて変化を確かめます。",
        "The twenty case studies are loaded into a throw-away database. For each figure one counted entry is withdrawn, to see what changes.");

    public static PublicText Loading { get; } = new("再構成された記録を読み込んでいます …", "Loading the reconstructed logs …");

    public static PublicText NothingChanges { get; } = new("何も変わりません", "nothing changes");

    public static PublicText NoIndicator { get; } = new("指標がありません", "no indicator");

    public static PublicText Loaded(LoadedSample loaded) => new(
        $"  {loaded.Sample.Initiative}: 記録 {loaded.Recorded} 件、登録済み {loaded.Replayed} 件",
        $"  {loaded.Sample.Initiative}: {loaded.Recorded} commands recorded, {loaded.Replayed} known already");

    public static PublicText Initiative(ComparedInitiative compared) => new(
        $"{compared.Sample.Initiative}({compared.Sample.Profile.Name.Ja}、再構成された記録、イベント {compared.Events} 件)",
        $"{compared.Sample.Initiative} ({compared.Sample.Profile.Name.En}; reconstructed log, {compared.Events} events)");

    public static PublicText Both(string published, string derived) => new($"公表 {published}   記録から {derived}", $"published {published}   derived {derived}");

    public static PublicText NotCarried(PublicText? reason) => reason is null
        ? new("記録からは求めません: 理由が書かれていません", "not carried: no reason is given")
        : new($"記録からは求めません: {reason.Ja}", $"not carried: {reason.En}");

    public static PublicText Changed(string entry, string day, PublicText was, PublicText now) => new(
        $"{day} の記録 {entry} がないと、{was.Ja} が {now.Ja} になります", $"without entry {entry} of {day}, {was.En} becomes {now.En}");

    public static string[] Headings(Language language) => language == Language.Ja ? ["", "キー", "公表", "記録から", "計算"] : ["", "Key", "Published", "Derived", "How"];
}
