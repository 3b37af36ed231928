using System.Globalization;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Calendars;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days on which a strand ran within given days: from each start to its end, excluding pauses and times of closure.</summary>
internal sealed class StrandRun
{
    private readonly List<(LocalDate From, LocalDate To)> _runs;
    private readonly List<(LocalDate From, LocalDate To)> _rests;
    private readonly HashSet<YearMonth> _confirmedEmpty;

    private StrandRun(List<(LocalDate, LocalDate)> runs, List<(LocalDate, LocalDate)> rests, HashSet<YearMonth> confirmedEmpty) =>
        (_runs, _rests, _confirmedEmpty) = (runs, rests, confirmedEmpty);

    /// <summary>The run within these days; null where the strand did not run on any of them.</summary>
    public static StrandRun? FromBook(EntryBook book, Slug strand, Days within)
    {
        var to = book.AsOf is { } asOf ? LocalDate.Min(within.To, asOf) : within.To;
        var ends = book.InForce<StrandEnded>().Where(e => e.Strand == strand).Select(e => e.On).ToList();
        var runs = book.InForce<StrandStarted>().Where(s => s.Strand == strand).Select(s => s.On).Order()
            .Select(start => (
                From: within.From is { } from ? LocalDate.Max(from, start) : start,
                To: ends.Where(e => e >= start).Min(e => (LocalDate?)e) is { } end ? LocalDate.Min(to, end) : to))
            .Where(run => run.From <= run.To).ToList();
        if (runs.Count == 0)
            return null;
        var rests = book.InForce<StrandPaused>().Where(p => p.Strand == strand).Select(p => (p.From, p.To))
            .Concat(book.InForce<InitiativePaused>().Select(p => (p.From, p.To)))
            .Concat(book.InForce<InitiativeClosed>().Select(c => (c.On.PlusDays(1), Reopened(c.On)?.PlusDays(-1) ?? to))).ToList();
        return new(runs, rests, [.. book.InForce<MonthConfirmedEmpty>().Where(m => m.Strand == strand).Select(m => m.Month.ToYearMonth())]);

        LocalDate? Reopened(LocalDate closed) => book.InForce<InitiativeReopened>().Where(r => r.On > closed).Min(r => (LocalDate?)r.On);
    }

    public bool RanOn(LocalDate day) => _runs.Exists(r => r.From <= day && day <= r.To) && !_rests.Exists(r => r.From <= day && day <= r.To);

    /// <summary>The calendar months or weeks with a day from a start to its end, whether the strand ran in them or was paused.</summary>
    public IEnumerable<Span> Spans(CalendarUnit unit)
    {
        LocalDate? last = null;
        foreach (var run in _runs)
        {
            for (var span = SpanOf(unit, run.From); span.From <= run.To; span = SpanOf(unit, span.To.PlusDays(1)))
            {
                // Two runs may share a month.
                if (span.From <= last)
                    continue;
                last = span.From;
                var ran = _runs.SelectMany(r => Days.Each(LocalDate.Max(span.From, r.From), LocalDate.Min(span.To, r.To)))
                    .Any(d => !_rests.Any(r => r.From <= d && d <= r.To));
                var empty = Days.Each(span.From, span.To).All(d => _confirmedEmpty.Contains(d.ToYearMonth()));
                yield return new(span.Label, span.From, span.To, ran, empty);
            }
        }
    }

    /// <summary>The label of the month (<c>2025-12</c>) or week (<c>2025-W49</c>) of a day.</summary>
    public static string Label(CalendarUnit unit, LocalDate day) => SpanOf(unit, day).Label;

    private static (string Label, LocalDate From, LocalDate To) SpanOf(CalendarUnit unit, LocalDate day)
    {
        if (unit == CalendarUnit.Month)
        {
            var month = Days.OfMonth(day.ToYearMonth());
            return (Sentences.Iso(day.ToYearMonth()), month.From!.Value, month.To);
        }

        var monday = day.PlusDays(1 - (int)day.DayOfWeek);
        var week = string.Create(CultureInfo.InvariantCulture, $"{WeekYearRules.Iso.GetWeekYear(day):0000}-W{WeekYearRules.Iso.GetWeekOfWeekYear(day):00}");
        return (week, monday, monday.PlusDays(6));
    }
}

/// <summary>A whole calendar month or week.</summary>
/// <param name="Ran">The strand ran on at least one of its days.</param>
/// <param name="ConfirmedEmpty">Every day lies in a month that was confirmed as empty.</param>
internal sealed record Span(string Label, LocalDate From, LocalDate To, bool Ran, bool ConfirmedEmpty)
{
    public Days Days => new(From, To);
}
