using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Telling;

/// <content>The kinds of fact that need more than one line of code.</content>
public sealed partial class EntryText
{
    private Words Held(SessionHeld f)
    {
        var line = f.Title is { } title
            ? OfStrand(f.Strand, "「{0}」を開催:", "Session of \"{0}\" held: ") + title
            : OfStrand(f.Strand, "「{0}」を開催", "Session of \"{0}\" held");
        return Line(line, Hours(f.Start, f.End), f.SessionKind == SessionKind.Regular ? null : (Words)FactNames.Of(f.SessionKind), Named("venue", f.Venue),
            f.ProposedBy is { } by ? Prefixed("発案:", "proposed by: ", Term("role", by)) : null);
    }

    private static Words Marked(PeriodMarked f)
    {
        var (ja, en) = (ToldDates.Span(f.From, f.To, Language.Ja), ToldDates.Span(f.From, f.To, Language.En));
        var cause = f.Cause is { } c ? (Words)Names.Of(c) : null;
        return f.State switch
        {
            PeriodState.InReview => Line($"期間({ja})の確認を開始", $"Review of the period {en} started", cause),
            PeriodState.Closed => Line($"期間({ja})を締切", $"Period {en} closed", cause),
            _ => Line($"期間({ja})を再開", $"Period {en} reopened", cause),
        };
    }

    private Words Planned(SessionPlanned f)
    {
        var line = f.Title is { } title
            ? OfStrand(f.Strand, "「{0}」の開催を予定:", "Session of \"{0}\" planned: ") + title
            : OfStrand(f.Strand, "「{0}」の開催を予定", "Session of \"{0}\" planned");
        return Line(line, Hours(f.Start, f.End), Named("venue", f.Venue), Capacity(f), Price(f.Price),
            f.Eligibility is { } eligibility ? Prefixed("対象:", "for: ", eligibility) : null,
            f.Booking is { } booking ? Prefixed("申し込み:", "booking: ", booking) : null,
            f.Session is null ? null : new("開催済み", "has been held"));
    }

    private static Words? Capacity(SessionPlanned f) => f.Capacity is { } capacity
        ? new($"定員{capacity}{FactNames.Of(f.Unit).Ja}", $"for {EnglishPlurals.Count(capacity.ToString(), FactNames.Of(f.Unit).En)}")
        : null;

    private static Words? Price(Quantity? price) => price is not { } yen ? null : yen == 0 ? new("無料", "free") : new($"{yen}円", $"{yen} yen");

    private Words Renamed(StrandRenamed f)
    {
        var before = book.InForce<StrandRenamed>().Where(r => r.Strand == f.Strand && r.On < f.On).MaxBy(r => r.On)?.Name
            ?? book.InForce<StrandStarted>().FirstOrDefault(s => s.Strand == f.Strand)?.Name ?? new(f.Strand.Value, f.Strand.Value);
        return new($"活動「{before.Ja}」を「{f.Name.Ja}」に改称", $"Strand \"{before.En}\" renamed to \"{f.Name.En}\"");
    }

    private static Words? Every(StrandRescheduled f) => (f.Every, f.Unit) is ({ } every, { } unit)
        ? new Words($"{every}{FactNames.Of(unit).Ja}ごと",
            every == 1 ? $"every {EnglishPlurals.Unit("1", FactNames.Of(unit).En)}" : $"every {every} {FactNames.Of(unit).En}")
        : null;

    private Words Attribute(AttributeRecorded f)
    {
        var (attribute, value) = (Term("attribute", f.Attribute), Term("value", f.Value));
        return Line($"{attribute.Ja}:{value.Ja}", $"{attribute.En}: {value.En}", f.Session is { } session ? At(session) : null, Strand(f.Strand),
            f.Source is { } source ? Prefixed("出典:", "source: ", Term("source", source)) : null);
    }

    private Words Logged(ActivityLogged f)
    {
        var (activity, hours) = (Term("activity", f.Activity),
            f.Hours is { } h ? new Words($"{h}時間", EnglishPlurals.Count($"{h}", "hours")) : Hours(f.Start, f.End));
        return Line($"{f.Person} の活動「{activity.Ja}」{hours?.Ja}", $"{f.Person}: {activity.En}{(hours is null ? "" : $", {hours.En}")}", Strand(f.Strand));
    }

    private Words Note(NoteExchanged f)
    {
        var thread = Term("thread", f.Thread);
        var line = f.Reply
            ? new Words($"{f.Person} が「{thread.Ja}」に返信", $"{f.Person} replied in \"{thread.En}\"")
            : new($"{f.Person} が「{thread.Ja}」に書き込み", $"{f.Person} wrote in \"{thread.En}\"");
        return Line(line, s_privateWords, Named("venue", f.Venue), Strand(f.Strand));
    }

    private Words Contacted(PartnerContacted f)
    {
        var (partner, contact) = (f.Name ?? Term("partner", f.Partner), FactNames.Of(f.Contact));
        return Line($"「{partner.Ja}」とのやりとり:{contact.Ja}", $"Contact with \"{partner.En}\": {contact.En}", Named("class", f.Class), Strand(f.Strand));
    }

    private Words Tallied(SurveyTallied f)
    {
        var title = Term("instrument", f.Instrument);
        return Line($"調査「{title.Ja}」を紙で集計", $"Paper answers to \"{title.En}\" tallied",
            new($"回答者{f.Respondents}人", EnglishPlurals.Count(f.Respondents, "respondents")),
            new($"設問{f.Tallies.Count}件", EnglishPlurals.Count(f.Tallies.Count, "items")),
            Named("wave", f.Wave), Named("group", f.Group), Named("part", f.Part));
    }

    private Words Counted(ParticipantsCounted f)
    {
        var (at, group, unit) = (At(f.Session), Term("group", f.Group), FactNames.Of(f.Unit));
        return Line($"{at.Ja}の{group.Ja} {f.Count}{unit.Ja}", $"{at.En}: {EnglishPlurals.Count(f.Count, unit.En)}, {group.En}", Named("part", f.Part));
    }

    private Words Observed(QuantityObserved f)
    {
        var (quantity, unit) = (Term("quantity", f.Quantity), Term("unit", f.Unit));
        return Line($"{quantity.Ja} {f.Value} {unit.Ja}", $"{quantity.En}: {EnglishPlurals.Count(f.Value.ToString(), unit.En)}", Named("item", f.Item),
            Strand(f.Strand),
            f.Source is { } source ? Prefixed("出典:", "source: ", Term("source", source)) : null);
    }

    private Words Enrolled(PersonEnrolled f) => Line(
        $"{f.Person} を「{Term("role", f.Role).Ja}」として登録", $"{f.Person} enrolled as \"{Term("role", f.Role).En}\"",
        Prefixed("法的根拠:", "lawful basis: ", FactNames.Of(f.Basis)), f.GuardianConsented ? new("保護者の同意あり", "with the guardian's consent") : null,
        Strand(f.Strand));

    private Words Response(SurveyResponseRecorded f)
    {
        var title = Term("instrument", f.Instrument);
        return Line($"調査「{title.Ja}」の回答", $"Response to \"{title.En}\"",
            new($"設問{f.Answers.Count}件に回答", $"{EnglishPlurals.Count(f.Answers.Count, "items")} answered"),
            Named("wave", f.Wave), Named("group", f.Group), Person(f.Person));
    }

    private Words Target(TargetSet f)
    {
        var (target, comparison) = (Term("target", f.Target), Names.Of(f.Comparison));
        return Line($"目標「{target.Ja}」を {f.Value} {comparison.Ja}に設定", $"Target \"{target.En}\" set to {comparison.En} {f.Value}",
            f.DueBy is { } due ? new Words($"期限:{ToldDates.Day(due, Language.Ja)}", $"due by {ToldDates.Day(due, Language.En)}") : null);
    }
}
