using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The months in which a strand ran within some days, and those in which it rested throughout.</summary>
internal sealed record StrandMonths(ImmutableArray<YearMonth> Months, ImmutableArray<YearMonth> Paused, ImmutableHashSet<YearMonth> ConfirmedEmpty)
{
    /// <summary>Null where the strand did not run on any of these days.</summary>
    public static StrandMonths? Of(EntryBook book, Slug strand, Days within)
    {
        if (book.InForce<StrandStarted>().FirstOrDefault(s => s.Strand == strand) is not { } started)
            return null;
        var from = within.From is { } f ? LocalDate.Max(f, started.On) : started.On;
        var to = book.InForce<StrandEnded>().FirstOrDefault(s => s.Strand == strand) is { } ended ? LocalDate.Min(within.To, ended.On) : within.To;
        if (book.AsOf is { } asOf)
            to = LocalDate.Min(to, asOf);
        if (from > to)
            return null;
        var pauses = book.InForce<StrandPaused>().Where(p => p.Strand == strand).ToList();
        var ran = ImmutableArray.CreateBuilder<YearMonth>();
        var paused = ImmutableArray.CreateBuilder<YearMonth>();
        for (var month = from.ToYearMonth(); month <= to.ToYearMonth(); month = month.PlusMonths(1))
            (RanOnSomeDay(Days.OfMonth(month).Within(new(from, to))) ? ran : paused).Add(month);
        return new(ran.ToImmutable(), paused.ToImmutable(),
            [.. book.InForce<MonthConfirmedEmpty>().Where(m => m.Strand == strand).Select(m => m.Month.ToYearMonth())]);

        bool RanOnSomeDay(Days month)
        {
            for (var day = month.From!.Value; day <= month.To; day = day.PlusDays(1))
            {
                if (!pauses.Any(p => p.From <= day && day <= p.To))
                    return true;
            }

            return false;
        }
    }
}
