using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Commands;

/// <summary>What <c>rebuild</c> says.</summary>
internal static class RebuildTexts
{
    public static PublicText PortfolioRebuilt { get; } = new("取組一覧: 作り直しました", "portfolio: rebuilt");

    public static PublicText PortfolioLeft { get; } = new(
        "取組一覧: 動いているサーバーが管理しているため、そのままです。作り直すには、サーバーを止めてもう一度実行してください。",
        "portfolio: left as it is, because a running server maintains it. To rebuild it too, stop the server and run this again.");

    public static PublicText Initiative(InitiativeFindings found) => new(
        $"{found.Organisation}/{found.Initiative}: イベント {found.Events} 件、読めないもの {found.Unreadable} 件、違い {found.Differences.Length} 件"
            + $"{(found.Written ? "(イベントのとおりに書き直しました)" : "")}、チェックサム {found.Checksum}",
        $"{found.Organisation}/{found.Initiative}: {EnglishPlurals.Count(found.Events, "events")}, {found.Unreadable} unreadable, "
            + $"{EnglishPlurals.Count(found.Differences.Length, "differences")}{(found.Written ? " (written as the events say)" : "")}, "
            + $"checksum {found.Checksum}");

    public static PublicText Organisation(OrganisationFindings found) => new(
        $"{found.Organisation}(団体そのもの): イベント {found.Events} 件、読めないもの {found.Unreadable} 件、違い {found.Differences.Length} 件"
            + (found.Written ? "(イベントのとおりに書き直しました)" : ""),
        $"{found.Organisation} (the organisation itself): {EnglishPlurals.Count(found.Events, "events")}, {found.Unreadable} unreadable, "
            + $"{EnglishPlurals.Count(found.Differences.Length, "differences")}{(found.Written ? " (written as the events say)" : "")}");

    public static PublicText Line(InitiativeFindings found, Difference difference) => Line($"{found.Organisation}/{found.Initiative}", difference);

    public static PublicText Line(OrganisationFindings found, Difference difference) => Line(found.Organisation.Value, difference);

    private static PublicText Line(string stream, Difference difference)
    {
        var (place, what) = ($"{stream} {difference.Version}", What(difference));
        return new($"{place}: {what.Ja}", $"{place}: {what.En}");
    }

    /// <summary>The last line, and what can be done.</summary>
    public static PublicText Total(IReadOnlyCollection<InitiativeFindings> all, IReadOnlyCollection<OrganisationFindings> organisations)
    {
        var (events, differences) = (all.Sum(f => f.Events) + organisations.Sum(o => o.Events),
            all.Sum(f => f.Differences.Length) + organisations.Sum(o => o.Differences.Length));
        var left = all.Where(f => f is { Equal: false, Written: false }).Select(f => f.Differences)
            .Concat(organisations.Where(o => o is { Equal: false, Written: false }).Select(o => o.Differences)).ToList();
        var settled = left.Count(found => found.All(d => d.CanBeSettled(eventsCount: false)));
        var total = new PublicText(
            $"取組 {all.Count}、イベント {events} 件、違い {differences} 件",
            $"{EnglishPlurals.Count(all.Count, "initiatives")}, {EnglishPlurals.Count(events, "events")}, {EnglishPlurals.Count(differences, "differences")}");
        if (left.Count == 0)
            return total;
        return settled == left.Count
            ? new($"{total.Ja}。何も書いていません。--write を付けると、イベントのとおりに書き直します。",
                $"{total.En}. Nothing of them was written; --write writes what follows from the events.")
            : new($"{total.Ja}。{left.Count - settled} の取組・団体では、記録とイベントと操作の台帳が互いに矛盾し、どれが正しいかをプログラムは判断できません。"
                    + "バックアップと比べてください。イベントが正しければ、rebuild 団体/取組 --write --trust-events で書き直せます。",
                $"{total.En}. In {left.Count - settled} of the initiatives and organisations, entries, events and the command ledger "
                    + "contradict each other, and the program cannot know which is right. Compare with a backup. Where the events are right, "
                    + "'rebuild ORGANISATION/INITIATIVE --write --trust-events' writes what follows from them.");
    }

    private static PublicText What(Difference d) => d.Kind switch
    {
        DifferenceKind.EntryMissing => new("イベントはありますが、記録がありません", "the event has no entry"),
        DifferenceKind.EntryUnreadable => new(
            "記録が読めないか、イベントにない問題を示しています", "the entry cannot be read, or states a problem that its event does not have"),
        DifferenceKind.EntryLookup => new(
            $"記録の検索用の列({d.In})が記録の内容と合いません", $"the entry's {d.In} does not follow from its fact"),
        DifferenceKind.EntryDiffers => new(
            $"記録とイベントの {d.In} が違います。どちらかが書き換えられています", $"entry and event differ in {d.In}: one of them was edited"),
        DifferenceKind.EntryUnrecorded => new("記録はありますが、イベントも操作もありません", "the entry has neither event nor command"),
        DifferenceKind.EntryOutlives => new("記録と操作はありますが、イベントが消えています", "the entry's event is gone"),
        DifferenceKind.EventMissing => new("イベントが抜けています", "an event is missing"),
        DifferenceKind.EventUnrecorded => new("イベントはありますが、その操作が台帳にありません", "no command in the ledger has made the event"),
        DifferenceKind.EventContradicted => new($"イベントの {d.In} が台帳の操作と合いません", $"the event's {d.In} is not that of its command in the ledger"),
        DifferenceKind.CommandWithoutEvents => new(
            $"台帳の操作 {d.Command} のイベントがそろっていません", $"events of the command {d.Command} in the ledger are missing"),
        DifferenceKind.StateDiffers => new("操作の判断に使う状態がイベントと違います", "the state for decisions is not that of the events"),
        DifferenceKind.ProfileDiffers => new(
            "団体の紹介または年度がイベントと違います。どちらかが書き換えられています", "profile or fiscal year and events differ: one of them was edited"),
        _ => throw new ArgumentOutOfRangeException(nameof(d)),
    };
}
