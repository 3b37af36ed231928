using System.Globalization;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Calendars;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days on which a strand ran within given days: from its start to its end, excluding pauses and times of closure.</summary>
internal sealed class StrandRun
{
    private readonly LocalDate _from;
    private readonly LocalDate _to;
    private readonly List<(LocalDate From, LocalDate To)> _rests;
    private readonly HashSet<YearMonth> _confirmedEmpty;

    private StrandRun(LocalDate from, LocalDate to, List<(LocalDate, LocalDate)> rests, HashSet<YearMonth> confirmedEmpty) =>
        (_from, _to, _rests, _confirmedEmpty) = (from, to, rests, confirmedEmpty);

    /// <summary>The run within these days; null where the strand had not started or had ended.</summary>
    public static StrandRun? FromBook(EntryBook book, Slug strand, Days within)
    {
        if (book.InForce<StrandStarted>().FirstOrDefault(s => s.Strand == strand) is not { } started)
            return null;
        var from = within.From is { } f ? LocalDate.Max(f, started.On) : started.On;
        var to = book.InForce<StrandEnded>().FirstOrDefault(s => s.Strand == strand) is { } ended ? LocalDate.Min(within.To, ended.On) : within.To;
        if (book.AsOf is { } asOf)
            to = LocalDate.Min(to, asOf);
        if (from > to)
            return null;
        var rests = book.InForce<StrandPaused>().Where(p => p.Strand == strand).Select(p => (p.From, p.To))
            .Concat(book.InForce<InitiativePaused>().Select(p => (p.From, p.To)))
            .Concat(book.InForce<InitiativeClosed>().Select(c => (c.On.PlusDays(1), Reopened(c.On)?.PlusDays(-1) ?? to))).ToList();
        return new(from, to, rests, [.. book.InForce<MonthConfirmedEmpty>().Where(m => m.Strand == strand).Select(m => m.Month.ToYearMonth())]);

        LocalDate? Reopened(LocalDate closed) => book.InForce<InitiativeReopened>().Where(r => r.On > closed).Min(r => (LocalDate?)r.On);
    }

    /// <summary>The calendar months or weeks from the first to the last day, whether the strand ran in them or was paused.</summary>
    public IEnumerable<Span> Spans(CalendarUnit unit)
    {
        for (var span = SpanOf(unit, _from); span.From <= _to; span = SpanOf(unit, span.To.PlusDays(1)))
        {
            var ran = Days.Each(LocalDate.Max(span.From, _from), LocalDate.Min(span.To, _to)).Any(d => !_rests.Any(r => r.From <= d && d <= r.To));
            var empty = Days.Each(span.From, span.To).All(d => _confirmedEmpty.Contains(d.ToYearMonth()));
            yield return new(span.Label, span.From, span.To, ran, empty);
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
