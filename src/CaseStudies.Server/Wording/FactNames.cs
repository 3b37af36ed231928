using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Wording;

/// <summary>The names of the enumerations in facts, in both languages. A test checks that none is missing.</summary>
public static class FactNames
{
    /// <summary>What stands in place of a private text that was erased.</summary>
    public static PublicText Erased { get; } = new("(消去済み)", "(erased)");

    public static PublicText Describe(SessionKind kind) => kind switch
    {
        SessionKind.Regular => new("通常回", "regular session"),
        SessionKind.Training => new("研修", "training"),
        SessionKind.Meeting => new("会議", "meeting"),
        SessionKind.Exhibition => new("展示", "exhibition"),
        SessionKind.VisitReceived => new("視察の受け入れ", "visit received"),
        SessionKind.Interview => new("面談", "interview"),
        SessionKind.Outing => new("外出", "outing"),
        SessionKind.Study => new("学習会", "study session"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static PublicText Describe(HeadUnit unit) => unit switch
    {
        HeadUnit.People => new("人", "people"),
        HeadUnit.Pairs => new("組", "pairs"),
        HeadUnit.Households => new("世帯", "households"),
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    public static PublicText Describe(ScopeAspect aspect) => aspect switch
    {
        ScopeAspect.Audience => new("対象", "audience"),
        ScopeAspect.Area => new("地域", "area"),
        ScopeAspect.Method => new("方法", "method"),
        ScopeAspect.PartnerClass => new("連携先の種類", "class of partner"),
        _ => throw new ArgumentOutOfRangeException(nameof(aspect)),
    };

    public static PublicText Describe(LawfulBasis basis) => basis switch
    {
        LawfulBasis.Consent => new("同意", "consent"),
        LawfulBasis.Contract => new("契約", "contract"),
        LawfulBasis.LegitimateActivity => new("正当な活動", "legitimate activity"),
        _ => throw new ArgumentOutOfRangeException(nameof(basis)),
    };

    public static PublicText Describe(NarrativeSection section) => section switch
    {
        NarrativeSection.Summary => new("概要", "Summary"),
        NarrativeSection.History => new("経緯", "History"),
        NarrativeSection.WhatIsNew => new("新しさ・工夫", "What is new"),
        NarrativeSection.Results => new("成果", "Results"),
        NarrativeSection.Outlook => new("今後の展望", "Outlook"),
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };

    public static PublicText Describe(ContactKind contact) => contact switch
    {
        ContactKind.InformationShared => new("情報の共有", "information shared"),
        ContactKind.CollaborationRequested => new("協働の依頼", "collaboration requested"),
        ContactKind.SupportOffered => new("支援の申し出", "support offered"),
        _ => throw new ArgumentOutOfRangeException(nameof(contact)),
    };

    public static PublicText Describe(Direction direction) => direction switch
    {
        Direction.More => new("増えた", "more"),
        Direction.Fewer => new("減った", "fewer"),
        _ => throw new ArgumentOutOfRangeException(nameof(direction)),
    };

    public static PublicText Describe(Slip slip) => slip switch
    {
        Slip.SecondSession => new("同じ日の二つめの回", "Second session of a day"),
        Slip.UnusualCount => new("いつもと桁の違う人数", "Unusual headcount"),
        Slip.AfterClosing => new("終了後の回", "Session after the closing"),
        Slip.AfterLeaving => new("離脱後の参加", "Attendance after leaving"),
        Slip.LongDay => new("24時間を超える一日", "More than 24 hours a day"),
        Slip.CapturedAhead => new("進んだ時計", "Clock ahead"),
        _ => throw new ArgumentOutOfRangeException(nameof(slip)),
    };

    public static PublicText Describe(Likeness likeness) => likeness switch
    {
        Likeness.Sessions => new("同じ活動の、時刻も人数も同じ回", "Sessions of one strand with the same times and headcounts"),
        Likeness.Activities => new("同じ人の、重なる活動", "Overlapping activities of one person"),
        Likeness.Quantities => new("同じ数量の、同じ日の記録", "Observations of one quantity on one day"),
        Likeness.Plans => new("同じ活動の、同じ日時の予定", "Plans of one strand with the same day and start"),
        Likeness.TotalAndParts => new("同じ分け方の、総数に見える人数とその内訳", "A headcount that looks like the total of the others in its scheme"),
        _ => throw new ArgumentOutOfRangeException(nameof(likeness)),
    };

    public static PublicText Describe(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Day => new("日", "days"),
        CalendarUnit.Week => new("週", "weeks"),
        CalendarUnit.Month => new("か月", "months"),
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    public static PublicText Describe(ChangeKind what) => what switch
    {
        ChangeKind.Recorded => new("新しい記録", "recorded"),
        ChangeKind.Corrected => new("訂正", "corrected"),
        ChangeKind.Withdrawn => new("取り消し", "withdrawn"),
        ChangeKind.Reinstated => new("取り消しの取りやめ", "reinstated"),
        ChangeKind.Unreadable => new("読めない記録", "cannot be read"),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    /// <summary>Where an entry came from; the code itself where it is unknown.</summary>
    public static PublicText OfSource(string source) => source switch
    {
        Provenance.Http => new("入力", "recorded by hand or by a program"),
        Provenance.Import => new("取り込み", "imported from a file"),
        Provenance.Reconstruction => new("再構成", "reconstruction"),
        _ => new(source, source),
    };
}
