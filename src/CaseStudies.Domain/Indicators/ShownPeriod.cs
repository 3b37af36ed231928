using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The period that an answer or a page is about, why that one, and which others there are.</summary>
/// <param name="Others">The newest first: every fiscal year since the opening, every period that was marked, every period that a narrative is about.</param>
public sealed record ShownPeriod(Period Period, PeriodChoice Choice, ImmutableArray<OfferedPeriod> Others)
{
    /// <summary>
    /// The period asked for; else the closed one that ends last, of several the longest; else the fiscal year of the latest entry. So a first record of a
    /// new year does not replace a year that was closed, and a finished initiative does not show an empty year.
    /// </summary>
    public static ShownPeriod Choose(Period? asked, EntryBook book, FiscalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(calendar);
        var marked = book.Standings.ToDictionary(s => new Period(s.From, s.To), s => s.State);
        var (period, choice) = asked is not null ? (asked, PeriodChoice.Asked)
            : marked.Where(m => m.Value == PeriodState.Closed).Select(m => m.Key).OrderBy(p => p.To).ThenByDescending(p => p.From).LastOrDefault() is { } closed
                ? (closed, PeriodChoice.LatestClosed)
            : (calendar.Year(calendar.YearOf(book.LastDay ?? new(2025, 4, 1))), PeriodChoice.LatestRecorded);
        return new(period, choice,
        [
            .. Years(book, calendar).Concat(marked.Keys).Concat(book.InForce<NarrativeWritten>().Select(n => n.About(calendar))).Distinct()
                .Where(p => p != period).OrderByDescending(p => p.To).ThenByDescending(p => p.From)
                .Select(p => new OfferedPeriod(p.From, p.To, marked.TryGetValue(p, out var state) ? state : null)),
        ]);
    }

    private static IEnumerable<Period> Years(EntryBook book, FiscalCalendar calendar)
    {
        if (book.InForce<InitiativeOpened>().FirstOrDefault() is not { } opened || book.LastDay is not { } last)
            yield break;
        for (var year = calendar.YearOf(opened.On); year <= calendar.YearOf(last); year++)
            yield return calendar.Year(year);
    }
}

/// <summary>Why a period is shown.</summary>
public enum PeriodChoice { Asked, LatestClosed, LatestRecorded }

/// <summary>Another period that can be asked for.</summary>
/// <param name="State">Null where it was never marked.</param>
public sealed record OfferedPeriod(NodaTime.LocalDate From, NodaTime.LocalDate To, PeriodState? State);
