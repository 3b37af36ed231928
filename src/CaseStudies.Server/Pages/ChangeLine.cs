using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>Something that was different afterwards.</summary>
public sealed record ChangeLine(LocalDate On, Words Text)
{
    /// <summary>Those of the period, in the order of their days.</summary>
    public static ImmutableArray<ChangeLine> Of(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        var starts = book.InForce<StrandStarted>().Select(s => (s.Strand, s.On)).ToHashSet();
        return [.. book.Entries.Where(e => e.InForce && IsChange(e.Fact))
            .Select(e => (Entry: e, On: e.Fact.OccurredOn))
            .Where(c => c.On >= period.From && c.On <= period.To)
            .OrderBy(c => c.On).ThenBy(c => c.Entry.KnownFrom)
            .Select(c => new ChangeLine(c.On!.Value, text.Of(c.Entry.Fact)))];

        // With what schedule a strand starts stands with the strand.
        bool IsChange(InitiativeFact fact) => fact is StrandRescheduled r ? !starts.Contains((r.Strand, r.On)) : fact
            is InitiativeOpened or InitiativeRenamed or InitiativeRescoped or InitiativePaused or InitiativeClosed or InitiativeReopened or InitiativeContinued
            or StrandStarted or StrandEnded or StrandRenamed or StrandPaused or PartnerLinked or PartnerUnlinked or MilestoneReached;
    }
}
