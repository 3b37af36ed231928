using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Plans that were cancelled, and the time from start to end.</summary>
internal sealed partial class NaiveMeasures
{
    /// <summary>Leaves out the places of sessions that were cancelled. Of more plans than cancellations nobody knows which were meant.</summary>
    private void LeaveOutCancelled(List<Line> plans)
    {
        foreach (var plan in plans.Where(l => l.Counted && IsOpen(l.Of) && Cancellations(l.Of) > 0).ToList())
        {
            if (log.InForce("session_planned").Count(p => IsOpen(p) && IsOfSameDay(p, plan.Of)) > Cancellations(plan.Of))
                throw new BlockedException(WhichCancelled);
            plan.LeaveOut("Cancelled");
        }
    }

    public const string WhichCancelled = "of several plans it is unclear which was cancelled";

    private int Cancellations(Revision plan) => log.InForce("session_cancelled").Count(c => IsOfSameDay(c, plan));

    public static bool IsOfSameDay(Revision one, Revision other) => one.Own("strand") == other.Own("strand") && one.OwnDay == other.OwnDay;

    /// <summary>No session that is in force is known to have been held by this plan.</summary>
    private bool IsOpen(Revision plan) => plan.Own("session") is not { } session || log.InForce("session_held").All(s => s.Own("session") != session);

    /// <summary>From start to end, which is on the next day if it is before the start; null without both.</summary>
    public static Fraction? HoursFromTimes(Revision entry)
    {
        if (entry.Own("start") is not { } start || entry.Own("end") is not { } end)
            return null;
        var taken = Nanoseconds(end) - Nanoseconds(start);
        return new Fraction(IsOverMidnight(entry) ? taken + NodaConstants.NanosecondsPerDay : taken, NodaConstants.NanosecondsPerHour);
    }

    public static bool IsOverMidnight(Revision entry) =>
        entry.Own("start") is { } start && entry.Own("end") is { } end && Nanoseconds(end) < Nanoseconds(start);

    private static long Nanoseconds(string time) => LocalTimePattern.ExtendedIso.Parse(time).Value.NanosecondOfDay;
}
