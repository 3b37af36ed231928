using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>The strands of an initiative as one day finds them: those that meet, as far as the records tell, and the others that run.</summary>
public sealed record StrandsOfDay(LocalDate Day, ImmutableArray<StrandOfDay> Meeting, ImmutableArray<StrandOfDay> Others)
{
    /// <summary>How many of the latest sessions are looked at, and how many of them on this weekday are a habit.</summary>
    private const int Latest = 4, Habit = 2;

    private const string Weekdays = "月火水木金土日";

    public static StrandsOfDay FromBook(EntryBook book, LocalDate day)
    {
        var terms = new Terms(book);
        var held = book.InForce<SessionHeld>().ToLookup(s => s.Strand, s => s.On);
        var cancelled = book.InForce<SessionCancelled>().Where(c => c.On == day).Select(c => c.Strand).ToHashSet();
        var strands = RunningStrands.On(book, day)
            .Select(s => new StrandOfDay(s, terms.Find("strand", s.Value), cancelled.Contains(s) ? null : Why(s), held[s].Count(on => on == day)))
            .OrderBy(s => s.Why ?? (MeetsBecause)int.MaxValue).ThenBy(s => s.Name.Ja, StringComparer.Ordinal).ToList();
        return new(day, [.. strands.Where(s => s.Why is not null)], [.. strands.Where(s => s.Why is null)]);

        MeetsBecause? Why(Slug strand) =>
            book.InForce<SessionPlanned>().Any(p => p.Strand == strand && p.On == day) ? MeetsBecause.Planned
            : Schedule(strand)?.Contains($"{Weekdays[(int)day.DayOfWeek - 1]}曜", StringComparison.Ordinal) == true ? MeetsBecause.Scheduled
            : held[strand].Where(on => on < day).Order().TakeLast(Latest).Count(on => on.DayOfWeek == day.DayOfWeek) >= Habit ? MeetsBecause.Usual
            : null;

        string? Schedule(Slug strand) =>
            book.InForce<StrandRescheduled>().Where(r => r.Strand == strand && r.On <= day).MaxBy(r => r.On)?.Schedule.Ja;
    }
}

/// <param name="Why">Why it seems to meet; null: nothing says so.</param>
/// <param name="Held">How many sessions of the day are recorded already.</param>
public sealed record StrandOfDay(Slug Strand, PublicText Name, MeetsBecause? Why, int Held);

/// <summary>In the order of how sure it is.</summary>
public enum MeetsBecause
{
    /// <summary>A session was announced for the day.</summary>
    Planned,

    /// <summary>The words of the schedule name the weekday.</summary>
    Scheduled,

    /// <summary>Latest sessions were on this weekday.</summary>
    Usual,
}
