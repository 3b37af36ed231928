using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>A change during the period.</summary>
public sealed record ChangeLine(LocalDate On, LocalizedText Text)
{
    /// <summary>The changes of the period, ordered by day.</summary>
    public static ImmutableArray<ChangeLine> FromBook(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        var starts = book.InForce<StrandStarted>().Select(s => (s.Strand, s.On)).ToHashSet();
        return [.. book.Listed().Where(e => e.InForce && IsChange(e.Fact))
            .Select(e => (Entry: e, On: e.Fact.OccurredOn))
            .Where(c => c.On >= period.From && c.On <= period.To)
            .OrderBy(c => c.On).ThenBy(c => c.Entry.KnownFrom)
            .GroupBy(c => c.On!.Value)
            .SelectMany(day => FromBook(day.Key, [.. day.Select(c => c.Entry.Fact)], text))];

        // The schedule with which a strand starts is shown with the strand.
        bool IsChange(InitiativeFact fact) => fact is StrandRescheduled r ? !starts.Contains((r.Strand, r.On)) : fact
            is InitiativeOpened or InitiativeRenamed or InitiativeRescoped or InitiativePaused or InitiativeClosed or InitiativeReopened or InitiativeContinued
            or StrandStarted or StrandEnded or StrandRenamed or StrandPaused or PartnerLinked or PartnerUnlinked or MilestoneReached;
    }

    /// <summary>Three or more partners of one day become one line; each is also listed among the partners.</summary>
    private static IEnumerable<ChangeLine> FromBook(LocalDate day, List<InitiativeFact> facts, EntryText text)
    {
        var links = facts.OfType<PartnerLinked>().DistinctBy(l => l.Partner).ToList();
        if (links.Count < 3)
            return facts.Select(f => new ChangeLine(day, text.Describe(f)));
        var line = new LocalizedText(
            $"{links.Count}団体と連携:{string.Join("、", links.Select(l => $"「{l.Name.Ja}」"))}",
            $"Partnerships with {links.Count} organisations: {string.Join(", ", links.Select(l => $"\"{l.Name.En}\""))}");
        return [.. facts.Where(f => f is not PartnerLinked).Select(f => new ChangeLine(day, text.Describe(f))), new(day, line)];
    }
}
