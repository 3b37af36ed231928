using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>What somebody should still record: planned sessions that nobody recorded, and months without entries.</summary>
public static class Unrecorded
{
    /// <summary>
    /// The plans of days before this one that were not cancelled, and for which no session of their strand was recorded on their day. By day.
    /// </summary>
    public static ImmutableArray<SessionPlanned> Plans(EntryBook book, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(book);
        var held = book.InForce<SessionHeld>().Select(s => (s.Strand, s.On)).ToHashSet();
        var cancelled = new CancelledPlans(book);
        return
        [
            .. book.InForce<SessionPlanned>()
                .Where(p => p.On < today && !held.Contains((p.Strand, p.On)) && !(p.Session is { } session && book.Session(session) is not null)
                    && !cancelled.IsCancelled(p))
                .OrderBy(p => p.On).ThenBy(p => p.Strand.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The whole months from the first of <paramref name="from"/>'s month until the last one before today in which a strand ran, but nothing that happened in
    /// it was recorded, and which nobody confirmed as empty. By strand and month.
    /// </summary>
    /// <remarks>A figure per month misses such a month: it could be a zero or a forgotten record.</remarks>
    public static ImmutableArray<UnrecordedMonth> Months(EntryBook book, LocalDate from, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(book);
        var days = new Days(from.With(DateAdjusters.StartOfMonth), today.With(DateAdjusters.StartOfMonth).PlusDays(-1));
        var recorded = book.InForce<SessionHeld>().Select(s => (Strand: s.Strand, s.On))
            .Concat(book.InForce<ActivityLogged>().Where(a => a.Strand is not null).Select(a => (Strand: a.Strand!.Value, a.On)))
            .Select(r => (r.Strand, r.On.ToYearMonth())).ToHashSet();
        return
        [
            .. from strand in RunningStrands.Started(book)
               from span in StrandRun.FromBook(book, strand, days)?.Spans(CalendarUnit.Month) ?? []
               let month = span.From.ToYearMonth()
               where span is { Ran: true, ConfirmedEmpty: false } && !recorded.Contains((strand, month))
               orderby strand.Value, month
               select new UnrecordedMonth(strand, month),
        ];
    }
}

/// <summary>A month in which a strand ran and nothing was recorded.</summary>
public sealed record UnrecordedMonth(Slug Strand, YearMonth Month);
