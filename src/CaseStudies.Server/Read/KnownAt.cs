using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>As known when: at an instant, or at the end of a day of the initiative's own calendar. One of the two is null.</summary>
internal readonly record struct KnownAt(Instant? Time, LocalDate? Day)
{
    public static implicit operator KnownAt(Instant time) => new(time, null);

    /// <summary>Reads a day (<c>2026-01-31</c>) or a date and time with its offset.</summary>
    public static bool TryParse(string text, out KnownAt? value)
    {
        value = WrittenTime.Parse(text) is { } time ? new KnownAt(time, null) : DayIn(text) is { } day ? new KnownAt(null, day) : null;
        return value is not null;
    }

    /// <param name="ahead">How far a time may be ahead of our own clock before it counts as future.</param>
    /// <returns>The last instant of which everything recorded is known; null for the present, which is what today means.</returns>
    /// <exception cref="MalformedException">It lies in the future: what will be known then, nobody can say.</exception>
    public Instant? Last(DateTimeZone zone, Instant now, Duration ahead)
    {
        if (Time is { } time)
            return time <= now + ahead ? time : throw Future(zone, now);
        if (zone.AtStartOfDay(Day!.Value).ToInstant() > now + ahead)
            throw Future(zone, now);
        var end = zone.AtStartOfDay(Day.Value.PlusDays(1)).ToInstant() - Duration.Epsilon;
        return end < now ? end : null;
    }

    private static LocalDate? DayIn(string text)
    {
        try
        {
            return Dates.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static MalformedException Future(DateTimeZone zone, Instant now)
    {
        var today = LocalDatePattern.Iso.Format(now.InZone(zone).Date);
        return new(new(
            $"把握時点(knownAt)が未来です。この取組の時間帯({zone.Id})で、今日は {today} です。今日までの日付か、現在までの日時を書いてください。省けば現在になります。",
            $"The time 'knownAt' lies in the future. In the initiative's time zone ({zone.Id}), today is {today}. "
            + "Give a day up to today or a time up to now, or leave it out for the present."));
    }
}
