using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>What the case-study page shows, derived from what is known. Voices are not among it: they are private.</summary>
public sealed record CaseStudyModel(
    InitiativeFace Face, ImmutableSortedDictionary<NarrativeSection, PublicText> Narratives, ImmutableArray<FigureCard> Headline,
    ImmutableArray<FigureCard> Others, ImmutableArray<ChangeLine> Changes, ImmutableArray<StrandLine> Strands, ImmutableArray<PartnerLine> Partners)
{
    public static CaseStudyModel Of(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var cards = view.Figures.ToLookup(f => f.Definition.Headline, f => FigureCard.Of(f, view.Book));
        var text = new EntryText(view.Book);
        return new(
            InitiativeFace.Of(view), NarrativesOf(view.Book), [.. cards[true]], [.. cards[false]],
            ChangesOf(view.Book, view.Period, text), StrandLine.Of(view.Book, view.Period), PartnerLine.Of(view.Book, view.Period, text));
    }

    public PublicText? Narrative(NarrativeSection section) => Narratives.GetValueOrDefault(section);

    private static ImmutableSortedDictionary<NarrativeSection, PublicText> NarrativesOf(EntryBook book) =>
        Enum.GetValues<NarrativeSection>()
            .Select(section => (Section: section, Text: InitiativeFace.Newest<NarrativeWritten>(book, n => n.Section == section)?.Text))
            .Where(n => n.Text is not null)
            .ToImmutableSortedDictionary(n => n.Section, n => n.Text!);

    private static ImmutableArray<ChangeLine> ChangesOf(EntryBook book, Period period, EntryText text) =>
        [.. book.Entries.Where(e => e.InForce && IsChange(e.Fact))
            .Select(e => (Entry: e, On: e.Fact.OccurredOn))
            .Where(c => c.On >= period.From && c.On <= period.To)
            .OrderBy(c => c.On).ThenBy(c => c.Entry.KnownFrom)
            .Select(c => new ChangeLine(c.On!.Value, text.Of(c.Entry.Fact)))];

    private static bool IsChange(InitiativeFact fact) => fact is InitiativeOpened or InitiativeRenamed or InitiativeRescoped
        or StrandStarted or StrandEnded or StrandPaused or StrandRescheduled or PartnerLinked or PartnerUnlinked or MilestoneReached;
}

public sealed record ChangeLine(LocalDate On, Words Text);

/// <param name="Sessions">Held within the period and in force.</param>
public sealed record StrandLine(Words Name, LocalDate From, LocalDate? To, PublicText? Schedule, int Sessions, int Cancelled, LocalDate? LastHeld)
{
    /// <summary>Strands that ran on at least one day of the period, in the order of their start.</summary>
    public static ImmutableArray<StrandLine> Of(EntryBook book, Period period)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        var held = book.InForce<SessionHeld>().Where(s => Within(s.On)).ToLookup(s => s.Strand, s => s.On);
        var cancelled = book.InForce<SessionCancelled>().Where(s => Within(s.On)).ToLookup(s => s.Strand);
        var ended = book.InForce<StrandEnded>().ToLookup(s => s.Strand, s => s.On);
        return [.. book.InForce<StrandStarted>()
            .Select(s => (Start: s, End: ended[s.Strand].Cast<LocalDate?>().LastOrDefault()))
            .Where(s => s.Start.On <= period.To && (s.End is null || s.End >= period.From))
            .OrderBy(s => s.Start.On)
            .Select(s => new StrandLine(
                s.Start.Name, s.Start.On, s.End, InitiativeFace.Newest<StrandRescheduled>(book, r => r.Strand == s.Start.Strand && r.On <= period.To)?.Schedule,
                held[s.Start.Strand].Count(), cancelled[s.Start.Strand].Count(), held[s.Start.Strand].Cast<LocalDate?>().Max()))];

        bool Within(LocalDate on) => on >= period.From && on <= period.To;
    }
}

/// <param name="Until">The partnership's last day, where it ended within the period.</param>
public sealed record PartnerLine(Words Name, Words Class, Words Role, LocalDate Since, LocalDate? Until)
{
    /// <summary>Partners linked on at least one day of the period. One that was linked, left and came back stands once, as it came back.</summary>
    public static ImmutableArray<PartnerLine> Of(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        var unlinked = book.InForce<PartnerUnlinked>().Where(u => u.On <= period.To).ToLookup(u => u.Partner, u => u.On);
        return [.. book.InForce<PartnerLinked>().Where(l => l.On <= period.To)
            .GroupBy(l => l.Partner).Select(g => g.MaxBy(l => l.On)!)
            .Select(l => (Link: l, Until: unlinked[l.Partner].Where(on => on >= l.On).Cast<LocalDate?>().Min()))
            .Where(l => l.Until is null || l.Until >= period.From)
            .OrderBy(l => l.Link.On)
            .Select(l => new PartnerLine(l.Link.Name, text.Term("class", l.Link.Class), text.Term("role", l.Link.Role), l.Link.On, l.Until))];
    }
}
