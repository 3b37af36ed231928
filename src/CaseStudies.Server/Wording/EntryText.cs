using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Wording;

/// <summary>An entry as one line in words. Pure; covers every kind of fact.</summary>
/// <remarks>
/// Private texts (names, notes, voices) live in the vault and are not read here. People appear under their pseudonym, so that a
/// reader can see that two entries mean the same person. A survey response tells how many items were answered, but not the
/// answers: those of one person concern nobody else, even under a pseudonym.
/// </remarks>
public sealed partial class EntryText(EntryBook book)
{
    private static readonly LocalizedText s_private = new("内容は非公開", "content private");
    private static readonly LocalizedText s_privateWords = new("文面は非公開", "wording private");

    private readonly Terms _terms = new(book);

    internal Terms Terms => _terms;

    /// <summary>The label of a code in this initiative.</summary>
    public PublicText Term(string dimension, Slug code) => Term(dimension, code.Value);

    /// <summary>The same for codes that are not keys, such as a person's id.</summary>
    public PublicText Term(string dimension, string code) => _terms.Find(dimension, code);

    /// <summary>The day on which it happened, or the day of its session (which may no longer be in force).</summary>
    public LocalDate? Day(InitiativeFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.InSession is { } session ? book.SessionEver(session)?.On : fact.OccurredOn;
    }

    /// <summary>A session by its day and strand; null where no session with this id was ever recorded.</summary>
    public LocalizedText? SessionNamed(SessionId session) => book.SessionEver(session) is { } held
        ? OfStrand(held.Strand, $"{DateFormat.Day(held.On, Language.Ja)}「{{0}}」", $"{DateFormat.Day(held.On, Language.En)}, \"{{0}}\"")
        : null;

    public LocalizedText Describe(InitiativeFact fact) => fact switch
    {
        InitiativeOpened f => new($"取組「{f.Title.Ja}」を開始", $"Initiative \"{f.Title.En}\" opened"),
        InitiativeRenamed f => new($"「{f.Title.Ja}」に改称", $"Renamed to \"{f.Title.En}\""),
        InitiativeRescoped f => Line(
            $"{FactNames.Describe(f.Aspect).Ja}の変更:{f.Description.Ja}", $"Change of {FactNames.Describe(f.Aspect).En}: {f.Description.En}", Strand(f.Strand)),
        InitiativePaused f => Line($"取組を{During(f.From, f.To).Ja}休止", $"Initiative paused {During(f.From, f.To).En}", Named("cause", f.Cause)),
        InitiativeClosed f => Line("取組を終了", "Initiative closed", Named("cause", f.Cause)),
        InitiativeReopened => new("取組を再開", "Initiative reopened"),
        InitiativeContinued f => new($"前の取組「{f.Title.Ja}」から継続", $"Continues the earlier initiative \"{f.Title.En}\""),
        PeriodMarked f => Marked(f),
        StrandStarted f => Line($"活動「{f.Name.Ja}」を開始", $"Strand \"{f.Name.En}\" started"),
        StrandEnded f => OfStrand(f.Strand, "活動「{0}」を終了", "Strand \"{0}\" ended"),
        StrandRenamed f => Renamed(f),
        StrandPaused f => Line(
            OfStrand(f.Strand, $"活動「{{0}}」を{During(f.From, f.To).Ja}休止", $"Strand \"{{0}}\" paused {During(f.From, f.To).En}"), Named("cause", f.Cause)),
        StrandRescheduled f => Line(OfStrand(f.Strand, "活動「{0}」の日程を変更:", "Strand \"{0}\" rescheduled: ") + f.Schedule, Every(f)),
        MonthConfirmedEmpty f => OfStrand(
            f.Strand,
            $"活動「{{0}}」は{DateFormat.Month(f.Month, Language.Ja)}に開催なし(確認済み)",
            $"Strand \"{{0}}\": no session in {DateFormat.Month(f.Month, Language.En)} (confirmed)"),
        EntriesToldApart f => new($"{f.Entries.Length}件の記録は別々の出来事(確認済み)", $"{f.Entries.Length} entries are happenings of their own (confirmed)"),
        EntriesConfirmed f => new(
            $"{f.Entries.Length}件の記録は正しい(「{FactNames.Describe(f.Slip).Ja}」を確認済み)",
            $"{EnglishPlurals.Count(f.Entries.Length, "entries")} confirmed as right (\"{FactNames.Describe(f.Slip).En}\")"),
        TermDefined f => new(
            $"{Names.OfDimension(f.Dimension.Value).Ja}「{f.Term}」は「{f.Label.Ja}」",
            $"{Names.OfDimension(f.Dimension.Value).En} \"{f.Term}\" means \"{f.Label.En}\""),
        SessionHeld f => Held(f),
        SessionPlanned f => Planned(f),
        SessionCancelled f => Line(OfStrand(f.Strand, "「{0}」の回を中止", "Session of \"{0}\" cancelled"), Named("cause", f.Cause)),
        ParticipantsCounted f => Counted(f),
        PersonAttended f => Line(
            $"{f.Person} が{At(f.Session).Ja}に参加", $"{f.Person} took part in {At(f.Session).En}", Named("group", f.Group), Named("role", f.Role)),
        QuantityObserved f => Observed(f),
        AttributeRecorded f => Attribute(f),
        ActivityLogged f => Logged(f),
        PersonEnrolled f => Enrolled(f),
        RoleTaken f => Line($"{f.Person} が役割「{Term("role", f.Role).Ja}」を引き受け", $"{f.Person} took on the role \"{Term("role", f.Role).En}\"", Strand(f.Strand)),
        RoleEnded f => new($"{f.Person} の役割「{Term("role", f.Role).Ja}」が終了", $"The role \"{Term("role", f.Role).En}\" of {f.Person} ended"),
        PeopleMerged f => new($"{f.Merged} は {f.Kept} と同じ人", $"{f.Merged} is the same person as {f.Kept}"),
        PersonPaused f => Line($"{f.Person} が{During(f.From, f.To).Ja}休止", $"{f.Person} paused {During(f.From, f.To).En}", Named("cause", f.Cause)),
        PersonLeft f => Line($"{f.Person} が離脱", $"{f.Person} left", Strand(f.Strand), Named("cause", f.Cause)),
        StageReached f => new($"{f.Person} が段階「{Term("stage", f.Stage).Ja}」に到達", $"{f.Person} reached the stage \"{Term("stage", f.Stage).En}\""),
        ConsultationReceived f => Line(
            "相談を受付", "Consultation received", s_private,
            Named("channel", f.Channel), Named("topic", f.Topic), Named("group", f.Group), Person(f.Person), Strand(f.Strand)),
        VoiceRecorded f => Line("声を記録", "Voice recorded", s_privateWords, Named("speaker", f.Speaker), Person(f.Person), Strand(f.Strand)),
        PhotoTaken f => Line(
            "写真を記録", "Photo recorded", new("保管場所は非公開", "storage location private"),
            f.PublicationConsented ? new("公開の同意あり", "with consent to publication") : new("公開の同意なし", "without consent to publication"), Strand(f.Strand)),
        NoteExchanged f => Note(f),
        PartnerLinked f => Line($"「{f.Name.Ja}」と連携", $"Partnership with \"{f.Name.En}\"", Named("class", f.Class), Named("role", f.Role), Strand(f.Strand)),
        PartnerUnlinked f => new($"「{Term("partner", f.Partner).Ja}」との連携を終了", $"Partnership with \"{Term("partner", f.Partner).En}\" ended"),
        PartnerAttended f => Line(
            $"「{Term("partner", f.Partner).Ja}」が{At(f.Session).Ja}に参加",
            $"\"{Term("partner", f.Partner).En}\" took part in {At(f.Session).En}", Named("role", f.Role)),
        PartnerContacted f => Contacted(f),
        ReferralMade f => Line(
            $"「{Term("destination", f.Destination).Ja}」へ紹介", $"Referral to \"{Term("destination", f.Destination).En}\"", s_private,
            Named("partner", f.Partner), Person(f.Person), Strand(f.Strand)),
        ReferralReceived f => Line(
            $"「{Term("origin", f.Origin).Ja}」から紹介", $"Referral from \"{Term("origin", f.Origin).En}\"", s_private,
            Named("partner", f.Partner), Person(f.Person), Strand(f.Strand)),
        PartnerContributed f => Line(
            $"「{Term("partner", f.Partner).Ja}」の協力:{Term("contribution", f.Contribution).Ja}",
            $"Contribution by \"{Term("partner", f.Partner).En}\": {Term("contribution", f.Contribution).En}", Strand(f.Strand)),
        MilestoneReached f => Line(f.Description, f.By is { } by ? Prefixed("行った人:", "by: ", Term("by", by)) : null, Strand(f.Strand)),
        OutcomeObserved f => Line(f.Text, f.Direction is { } direction ? (LocalizedText)FactNames.Describe(direction) : null, Strand(f.Strand)),
        NarrativeWritten f => Line($"記述「{FactNames.Describe(f.Section).Ja}」を執筆", $"Narrative \"{FactNames.Describe(f.Section).En}\" written",
            f.From is { } from && f.To is { } to ? During(from, to) : null),
        SurveyIntroduced f => new(
            $"調査「{f.Title.Ja}」第{f.Version}版を導入(設問{f.Items.Length}件)",
            $"Survey \"{f.Title.En}\", version {f.Version}, introduced ({EnglishPlurals.Count(f.Items.Length, "items")})"),
        SurveyResponseRecorded f => Response(f),
        SurveyTallied f => Tallied(f),
        FollowUpRecorded f => Line(
            $"{f.Person} の「{Term("instrument", f.Instrument).Ja}」の結果について経過を確認",
            $"Result of {f.Person} in \"{Term("instrument", f.Instrument).En}\" followed up", s_private, Named("finding", f.Finding)),
        IndicatorAdopted f => new($"指標「{f.Definition.Label.Ja}」を採用(第1版)", $"Indicator \"{f.Definition.Label.En}\" adopted (version 1)"),
        IndicatorRevised f => new(
            $"指標「{f.Definition.Label.Ja}」を第{f.Version}版に改定:{f.Why.Ja}",
            $"Indicator \"{f.Definition.Label.En}\" revised to version {f.Version}: {f.Why.En}"),
        IndicatorRetired f => new($"指標「{Indicator(f.Indicator).Ja}」を廃止", $"Indicator \"{Indicator(f.Indicator).En}\" retired"),
        TargetSet f => Target(f),
        BaselineRecorded f => new(
            $"比較値「{Term("baseline", f.Baseline).Ja}」{f.Value} {Term("unit", f.Unit).Ja}(出典:{f.Source.Ja})",
            $"Baseline \"{Term("baseline", f.Baseline).En}\": {EnglishPlurals.Count(f.Value.ToString(), Term("unit", f.Unit).En)} (source: {f.Source.En})"),
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    /// <remarks>The headcount of a withdrawn session still names its strand.</remarks>
    private LocalizedText At(SessionId session) => book.SessionEver(session) is { } held
        ? OfStrand(held.Strand, "「{0}」", "\"{0}\"")
        : new("記録のない回", "a session that is not recorded");

    private LocalizedText Indicator(Slug key) =>
        book.OfKind("indicator_adopted").Select(e => (IndicatorAdopted)e.Fact).LastOrDefault(a => a.Indicator == key)?.Definition.Label
            ?? new(key.Value, key.Value);

    private LocalizedText OfStrand(Slug strand, string ja, string en)
    {
        var name = Term("strand", strand);
        return new(ja.Replace("{0}", name.Ja, StringComparison.Ordinal), en.Replace("{0}", name.En, StringComparison.Ordinal));
    }

    private static LocalizedText During(LocalDate from, LocalDate to) => new(
        DateFormat.Span(from, to, Language.Ja), $"{(from == to ? "on" : "from")} {DateFormat.Span(from, to, Language.En)}");

    private LocalizedText? Named(string dimension, Slug? code) => code is { } c ? (LocalizedText)Term(dimension, c) : null;

    private LocalizedText? Strand(Slug? strand) => Named("strand", strand);

    private static LocalizedText? Person(PersonId? person) => person is { } p ? new(p.Value, p.Value) : null;

    private static LocalizedText? Hours(LocalTime? start, LocalTime? end) => (start, end) switch
    {
        ({ } s, { } e) => new($"{DateFormat.Time(s)}〜{DateFormat.Time(e)}", $"{DateFormat.Time(s)}–{DateFormat.Time(e)}"),
        ({ } s, null) => new($"{DateFormat.Time(s)}から", $"from {DateFormat.Time(s)}"),
        (null, { } e) => new($"{DateFormat.Time(e)}まで", $"until {DateFormat.Time(e)}"),
        _ => null,
    };

    private static LocalizedText Prefixed(string ja, string en, LocalizedText text) => new(ja + text.Ja, en + text.En);

    private static LocalizedText Line(string ja, string en, params LocalizedText?[] details) => Line(new(ja, en), details);

    private static LocalizedText Line(LocalizedText text, params LocalizedText?[] details)
    {
        var known = details.OfType<LocalizedText>().ToList();
        return known.Count == 0 ? text : new(
            $"{text.Ja}({string.Join("、", known.Select(d => d.Ja))})", $"{text.En} ({string.Join(", ", known.Select(d => d.En))})");
    }
}
