using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Wording;

/// <content>The kinds of fact that need more than one line of code.</content>
public sealed partial class EntryText
{
    private LocalizedText Held(SessionHeld f)
    {
        var line = f.Title is { } title
            ? OfStrand(f.Strand, "「{0}」を開催:", "Session of \"{0}\" held: ") + title
            : OfStrand(f.Strand, "「{0}」を開催", "Session of \"{0}\" held");
        return Line(line, Hours(f.Start, f.End), f.SessionKind == SessionKind.Regular ? null : (LocalizedText)FactNames.Describe(f.SessionKind),
            Named("venue", f.Venue),
            f.ProposedBy is { } by ? Prefixed("発案:", "proposed by: ", Term("role", by)) : null);
    }

    private static LocalizedText Marked(PeriodMarked f)
    {
        var (ja, en) = (DateFormat.Span(f.From, f.To, Language.Ja), DateFormat.Span(f.From, f.To, Language.En));
        var cause = f.Cause is { } c ? (LocalizedText)Names.Describe(c) : null;
        return f.State switch
        {
            PeriodState.InReview => Line($"期間({ja})の確認を開始", $"Review of the period {en} started", cause),
            PeriodState.Closed => Line($"期間({ja})を締切", $"Period {en} closed", cause),
            _ => Line($"期間({ja})を再開", $"Period {en} reopened", cause),
        };
    }

    private LocalizedText Planned(SessionPlanned f)
    {
        var line = f.Title is { } title
            ? OfStrand(f.Strand, "「{0}」の開催を予定:", "Session of \"{0}\" planned: ") + title
            : OfStrand(f.Strand, "「{0}」の開催を予定", "Session of \"{0}\" planned");
        return Line(line, Hours(f.Start, f.End), Named("venue", f.Venue), Capacity(f), Price(f.Price),
            f.Eligibility is { } eligibility ? Prefixed("対象:", "for: ", eligibility) : null,
            f.Booking is { } booking ? Prefixed("申し込み:", "booking: ", booking) : null,
            f.Session is null ? null : new("開催済み", "has been held"));
    }

    private static LocalizedText? Capacity(SessionPlanned f) => f.Capacity is { } capacity
        ? new($"定員{capacity}{FactNames.Describe(f.Unit).Ja}", $"for {EnglishPlurals.Count(capacity.ToString(), FactNames.Describe(f.Unit).En)}")
        : null;

    private static LocalizedText? Price(Quantity? price) => price is not { } yen ? null : yen == 0 ? new("無料", "free") : new($"{yen}円", $"{yen} yen");

    private LocalizedText Renamed(StrandRenamed f)
    {
        var before = book.InForce<StrandRenamed>().Select(r => (r.Strand, r.On, r.Name)).Concat(Terms.Restarts(book))
                .Where(r => r.Strand == f.Strand && r.On < f.On).OrderBy(r => r.On).LastOrDefault().Name
            ?? book.InForce<StrandStarted>().Where(s => s.Strand == f.Strand).MinBy(s => s.On)?.Name ?? new(f.Strand.Value, f.Strand.Value);
        return new($"活動「{before.Ja}」を「{f.Name.Ja}」に改称", $"Strand \"{before.En}\" renamed to \"{f.Name.En}\"");
    }

    private static LocalizedText? Every(StrandRescheduled f) => (f.Every, f.Unit) is ({ } every, { } unit)
        ? new LocalizedText($"{every}{FactNames.Describe(unit).Ja}ごと",
            every == 1 ? $"every {EnglishPlurals.Unit("1", FactNames.Describe(unit).En)}" : $"every {every} {FactNames.Describe(unit).En}")
        : null;

    private LocalizedText Attribute(AttributeRecorded f)
    {
        var (attribute, value) = (Term("attribute", f.Attribute), Term("value", f.Value));
        return Line($"{attribute.Ja}:{value.Ja}", $"{attribute.En}: {value.En}", f.Session is { } session ? At(session) : null, Strand(f.Strand),
            f.Source is { } source ? Prefixed("出典:", "source: ", Term("source", source)) : null);
    }

    private LocalizedText Logged(ActivityLogged f)
    {
        var (activity, hours) = (Term("activity", f.Activity),
            f.Hours is { } h ? new LocalizedText($"{h}時間", EnglishPlurals.Count($"{h}", "hours")) : Hours(f.Start, f.End));
        return Line($"{f.Person} の活動「{activity.Ja}」{hours?.Ja}", $"{f.Person}: {activity.En}{(hours is null ? "" : $", {hours.En}")}", Strand(f.Strand));
    }

    private LocalizedText Note(NoteExchanged f)
    {
        var thread = Term("thread", f.Thread);
        var line = f.Reply
            ? new LocalizedText($"{f.Person} が「{thread.Ja}」に返信", $"{f.Person} replied in \"{thread.En}\"")
            : new($"{f.Person} が「{thread.Ja}」に書き込み", $"{f.Person} wrote in \"{thread.En}\"");
        return Line(line, s_privateWords, Named("venue", f.Venue), Strand(f.Strand));
    }

    private LocalizedText Contacted(PartnerContacted f)
    {
        var (partner, contact) = (f.Name ?? Term("partner", f.Partner), FactNames.Describe(f.Contact));
        return Line($"「{partner.Ja}」とのやりとり:{contact.Ja}", $"Contact with \"{partner.En}\": {contact.En}", Named("class", f.Class), Strand(f.Strand));
    }

    private LocalizedText Tallied(SurveyTallied f)
    {
        var title = Term("instrument", f.Instrument);
        return Line($"調査「{title.Ja}」を紙で集計", $"Paper answers to \"{title.En}\" tallied",
            new($"回答者{f.Respondents}人", EnglishPlurals.Count(f.Respondents, "respondents")),
            new($"設問{f.Tallies.Count}件", EnglishPlurals.Count(f.Tallies.Count, "items")),
            Named("wave", f.Wave), Named("group", f.Group), Named("part", f.Part));
    }

    private LocalizedText Counted(ParticipantsCounted f)
    {
        var (at, group, unit) = (At(f.Session), Term("group", f.Group), FactNames.Describe(f.Unit));
        return Line($"{at.Ja}の{group.Ja} {f.Count}{unit.Ja}", $"{at.En}: {EnglishPlurals.Count(f.Count, unit.En)}, {group.En}", Named("part", f.Part),
            f.Overlap == NamedOverlap.Unknown ? new("名前のある人を含むか不明", "unknown whether it includes the people recorded by name") : null);
    }

    private LocalizedText Observed(QuantityObserved f)
    {
        var (quantity, unit) = (Term("quantity", f.Quantity), Term("unit", f.Unit));
        return Line($"{quantity.Ja} {f.Value} {unit.Ja}", $"{quantity.En}: {EnglishPlurals.Count(f.Value.ToString(), unit.En)}", Named("item", f.Item),
            Strand(f.Strand),
            f.Source is { } source ? Prefixed("出典:", "source: ", Term("source", source)) : null);
    }

    private LocalizedText Enrolled(PersonEnrolled f) => Line(
        $"{f.Person} を「{Term("role", f.Role).Ja}」として登録", $"{f.Person} enrolled as \"{Term("role", f.Role).En}\"",
        Prefixed("法的根拠:", "lawful basis: ", FactNames.Describe(f.Basis)), f.GuardianConsented ? new("保護者の同意あり", "with the guardian's consent") : null,
        Strand(f.Strand));

    private LocalizedText Response(SurveyResponseRecorded f)
    {
        var title = Term("instrument", f.Instrument);
        return Line($"調査「{title.Ja}」の回答", $"Response to \"{title.En}\"",
            new($"設問{f.Answers.Count}件に回答", $"{EnglishPlurals.Count(f.Answers.Count, "items")} answered"),
            Named("wave", f.Wave), Named("group", f.Group), Person(f.Person));
    }

    private LocalizedText Target(TargetSet f)
    {
        var (target, comparison) = (Term("target", f.Target), Names.Describe(f.Comparison));
        var value = f.Unit is { } unit && Term("unit", unit) is var word ? new($"{f.Value}{word.Ja}", EnglishPlurals.Count(f.Value.ToString(), word.En))
            : new LocalizedText($"{f.Value}", $"{f.Value}");
        return Line($"目標「{target.Ja}」を {value.Ja}{comparison.Ja}に設定", $"Target \"{target.En}\" set to {comparison.En} {value.En}",
            f.DueBy is { } due ? new LocalizedText($"期限:{DateFormat.Day(due, Language.Ja)}", $"due by {DateFormat.Day(due, Language.En)}") : null);
    }
}
