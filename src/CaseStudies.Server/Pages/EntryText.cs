using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>An entry in words. Pure and total over all kinds of fact.</summary>
/// <remarks>
/// Never a private text: names, notes and voices live in the vault and are not even read here. People appear under their
/// pseudonym, so that a reader can see that two entries mean the same person, and a response shows how much was answered
/// but not what: the answers of one person are nobody else's business, even under a pseudonym.
/// </remarks>
public sealed class EntryText(EntryBook book)
{
    private readonly Terms _terms = new(book);

    /// <summary>Sessions by id whether in force or not, so that the count of a withdrawn session still says where it was.</summary>
    private readonly Dictionary<SessionId, SessionHeld> _sessions = book.OfKind("session_held")
        .Select(e => (SessionHeld)e.Fact).GroupBy(s => s.Session).ToDictionary(g => g.Key, g => book.Session(g.Key) ?? g.Last());

    /// <summary>What a code is called in this initiative.</summary>
    public PublicText Term(string dimension, Slug code) => _terms.Of(dimension, code.Value);

    /// <summary>The day it happened, or that of its session, even one that is no longer in force.</summary>
    public LocalDate? Day(InitiativeFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.InSession is { } session ? _sessions.GetValueOrDefault(session)?.On : fact.OccurredOn;
    }

    public Words Of(InitiativeFact fact) => fact switch
    {
        InitiativeOpened f => new($"取組「{f.Title.Ja}」を開始", $"Initiative \"{f.Title.En}\" opened"),
        InitiativeRenamed f => new($"「{f.Title.Ja}」に改称", $"Renamed to \"{f.Title.En}\""),
        InitiativeRescoped f => Line($"{PageNames.Of(f.Aspect).Ja}の変更:{f.Description.Ja}", $"Change of {PageNames.Of(f.Aspect).En}: {f.Description.En}", Strand(f.Strand)),
        StrandStarted f => Line($"活動「{f.Name.Ja}」を開始", $"Strand \"{f.Name.En}\" started"),
        StrandEnded f => OfStrand(f.Strand, "活動「{0}」を終了", "Strand \"{0}\" ended"),
        StrandPaused f => Line(OfStrand(f.Strand, $"活動「{{0}}」を{PageDates.Span(f.From, f.To, Language.Ja)}休止", $"Strand \"{{0}}\" paused from {PageDates.Span(f.From, f.To, Language.En)}"), Named("cause", f.Cause)),
        StrandRescheduled f => OfStrand(f.Strand, "活動「{0}」の日程を変更:", "Strand \"{0}\" rescheduled: ") + f.Schedule,
        MonthConfirmedEmpty f => OfStrand(f.Strand, $"活動「{{0}}」は{PageDates.Month(f.Month, Language.Ja)}に開催なし(確認済み)", $"Strand \"{{0}}\" confirmed empty in {PageDates.Month(f.Month, Language.En)}"),
        TermDefined f => new($"{Names.OfDimension(f.Dimension.Value).Ja}「{f.Term}」は「{f.Label.Ja}」", $"{Names.OfDimension(f.Dimension.Value).En} \"{f.Term}\" means \"{f.Label.En}\""),
        SessionHeld f => Held(f),
        SessionCancelled f => Line(OfStrand(f.Strand, "「{0}」の回を中止", "Session of \"{0}\" cancelled"), Named("cause", f.Cause)),
        ParticipantsCounted f => Counted(f),
        PersonAttended f => Line($"{f.Person} が{At(f.Session).Ja}に参加", $"{f.Person} took part in {At(f.Session).En}", Named("group", f.Group), Named("role", f.Role)),
        QuantityObserved f => Observed(f),
        ActivityLogged f => Line($"{f.Person} の活動「{Term("activity", f.Activity).Ja}」{f.Hours}時間", $"{f.Person}: {Term("activity", f.Activity).En}, {f.Hours} hours", Strand(f.Strand)),
        PersonEnrolled f => Enrolled(f),
        RoleTaken f => Line($"{f.Person} が役割「{Term("role", f.Role).Ja}」を引受け", $"{f.Person} took the role \"{Term("role", f.Role).En}\"", Strand(f.Strand)),
        PersonPaused f => Line($"{f.Person} が{PageDates.Span(f.From, f.To, Language.Ja)}休止", $"{f.Person} paused from {PageDates.Span(f.From, f.To, Language.En)}", Named("cause", f.Cause)),
        PersonLeft f => Line($"{f.Person} が離脱", $"{f.Person} left", Named("cause", f.Cause)),
        StageReached f => new($"{f.Person} が段階「{Term("stage", f.Stage).Ja}」に到達", $"{f.Person} reached the stage \"{Term("stage", f.Stage).En}\""),
        ConsultationReceived f => Line("相談を受付(内容は非公開)", "Consultation received (content private)", Named("channel", f.Channel), Named("topic", f.Topic), Person(f.Person), Strand(f.Strand)),
        VoiceRecorded f => Line("声を記録(言葉は非公開)", "Voice recorded (words private)", Named("speaker", f.Speaker), Person(f.Person), Strand(f.Strand)),
        PartnerLinked f => Line($"「{f.Name.Ja}」と連携", $"Partnership with \"{f.Name.En}\"", Named("class", f.Class), Named("role", f.Role), Strand(f.Strand)),
        PartnerUnlinked f => new($"「{Term("partner", f.Partner).Ja}」との連携を終了", $"Partnership with \"{Term("partner", f.Partner).En}\" ended"),
        PartnerContributed f => Line($"「{Term("partner", f.Partner).Ja}」の協力:{Term("contribution", f.Contribution).Ja}", $"Contribution of \"{Term("partner", f.Partner).En}\": {Term("contribution", f.Contribution).En}", Strand(f.Strand)),
        MilestoneReached f => Line(f.Description.Ja, f.Description.En, Strand(f.Strand)),
        NarrativeWritten f => new($"記述「{PageNames.Of(f.Section).Ja}」を執筆", $"Narrative \"{PageNames.Of(f.Section).En}\" written"),
        SurveyIntroduced f => new($"調査「{f.Title.Ja}」第{f.Version}版を導入(設問{f.Items.Length}件)", $"Survey \"{f.Title.En}\" version {f.Version} introduced ({f.Items.Length} items)"),
        SurveyResponseRecorded f => Response(f),
        FollowUpRecorded f => Line($"{f.Person} の「{Term("instrument", f.Instrument).Ja}」の結果を追跡(内容は非公開)", $"Result of {f.Person} in \"{Term("instrument", f.Instrument).En}\" followed up (content private)", Named("finding", f.Finding)),
        IndicatorAdopted f => new($"指標「{f.Definition.Label.Ja}」を採用(第1版)", $"Indicator \"{f.Definition.Label.En}\" adopted (version 1)"),
        IndicatorRevised f => new($"指標「{f.Definition.Label.Ja}」を第{f.Version}版に改定:{f.Why.Ja}", $"Indicator \"{f.Definition.Label.En}\" revised to version {f.Version}: {f.Why.En}"),
        IndicatorRetired f => new($"指標「{Indicator(f.Indicator).Ja}」を廃止", $"Indicator \"{Indicator(f.Indicator).En}\" retired"),
        TargetSet f => Target(f),
        BaselineRecorded f => new($"比較値「{Term("baseline", f.Baseline).Ja}」{f.Value} {Term("unit", f.Unit).Ja}(出典:{f.Source.Ja})", $"Baseline \"{Term("baseline", f.Baseline).En}\": {f.Value} {Term("unit", f.Unit).En} (source: {f.Source.En})"),
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    private Words Held(SessionHeld f)
    {
        var line = f.Title is { } title
            ? OfStrand(f.Strand, "「{0}」を開催:", "Session of \"{0}\" held: ") + title
            : OfStrand(f.Strand, "「{0}」を開催", "Session of \"{0}\" held");
        return Line(line, Hours(f.Start, f.End), f.SessionKind == SessionKind.Regular ? null : (Words)PageNames.Of(f.SessionKind), Named("venue", f.Venue),
            f.ProposedBy is { } by ? Prefixed("発案:", "proposed by: ", Term("role", by)) : null);
    }

    private Words Counted(ParticipantsCounted f)
    {
        var (at, group, unit) = (At(f.Session), Term("group", f.Group), PageNames.Of(f.Unit));
        return Line($"{at.Ja}の{group.Ja} {f.Count}{unit.Ja}", $"{at.En}: {f.Count} {unit.En}, {group.En}", Named("part", f.Part));
    }

    private Words Observed(QuantityObserved f)
    {
        var (quantity, unit) = (Term("quantity", f.Quantity), Term("unit", f.Unit));
        return Line($"{quantity.Ja} {f.Value} {unit.Ja}", $"{quantity.En}: {f.Value} {unit.En}", Named("item", f.Item), Strand(f.Strand),
            f.Source is { } source ? Prefixed("出典:", "source: ", Term("source", source)) : null);
    }

    private Words Enrolled(PersonEnrolled f) => Line(
        $"{f.Person} を「{Term("role", f.Role).Ja}」として登録", $"{f.Person} enrolled as \"{Term("role", f.Role).En}\"",
        Prefixed("根拠:", "basis: ", PageNames.Of(f.Basis)), f.GuardianConsented ? new("保護者の同意あり", "guardian consented") : null, Strand(f.Strand));

    private Words Response(SurveyResponseRecorded f)
    {
        var title = Term("instrument", f.Instrument);
        return Line($"調査「{title.Ja}」の回答(設問{f.Answers.Count}件に回答)", $"Response to \"{title.En}\" ({f.Answers.Count} {(f.Answers.Count == 1 ? "item" : "items")} answered)",
            Named("wave", f.Wave), Named("group", f.Group), Person(f.Person));
    }

    private Words Target(TargetSet f)
    {
        var (target, comparison) = (Term("target", f.Target), Names.Of(f.Comparison));
        return Line($"目標「{target.Ja}」を {f.Value} {comparison.Ja}に設定", $"Target \"{target.En}\" set to {comparison.En} {f.Value}",
            f.DueBy is { } due ? new Words($"期限:{PageDates.Day(due, Language.Ja)}", $"due by {PageDates.Day(due, Language.En)}") : null);
    }

    private Words At(SessionId session) => _sessions.GetValueOrDefault(session) is { } held
        ? OfStrand(held.Strand, "「{0}」", "\"{0}\"")
        : new("記録のない回", "a session without an entry");

    private Words Indicator(Slug key) =>
        book.OfKind("indicator_adopted").Select(e => (IndicatorAdopted)e.Fact).LastOrDefault(a => a.Indicator == key)?.Definition.Label
            ?? new(key.Value, key.Value);

    private Words OfStrand(Slug strand, string ja, string en)
    {
        var name = Term("strand", strand);
        return new(ja.Replace("{0}", name.Ja, StringComparison.Ordinal), en.Replace("{0}", name.En, StringComparison.Ordinal));
    }

    private Words? Named(string dimension, Slug? code) => code is { } c ? (Words)Term(dimension, c) : null;

    private Words? Strand(Slug? strand) => Named("strand", strand);

    private static Words? Person(PersonId? person) => person is { } p ? new(p.Value, p.Value) : null;

    private static Words? Hours(LocalTime? start, LocalTime? end) => (start, end) switch
    {
        ({ } s, { } e) => new($"{PageDates.Time(s)}〜{PageDates.Time(e)}", $"{PageDates.Time(s)}–{PageDates.Time(e)}"),
        ({ } s, null) => new($"{PageDates.Time(s)}から", $"from {PageDates.Time(s)}"),
        (null, { } e) => new($"{PageDates.Time(e)}まで", $"until {PageDates.Time(e)}"),
        _ => null,
    };

    private static Words Prefixed(string ja, string en, Words text) => new(ja + text.Ja, en + text.En);

    private static Words Line(string ja, string en, params Words?[] details) => Line(new(ja, en), details);

    private static Words Line(Words text, params Words?[] details)
    {
        var known = details.OfType<Words>().ToList();
        return known.Count == 0 ? text : new(
            $"{text.Ja}({string.Join("、", known.Select(d => d.Ja))})", $"{text.En} ({string.Join(", ", known.Select(d => d.En))})");
    }
}
