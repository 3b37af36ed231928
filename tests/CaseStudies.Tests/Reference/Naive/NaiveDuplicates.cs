using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Entries in force that may record one happening twice.</summary>
internal sealed record NaiveDuplicate(string Alike, LocalDate On, List<Revision> Entries);

/// <summary>What looks as if it was recorded twice, by the guide's page "How a figure is read".</summary>
internal static class NaiveDuplicates
{
    /// <summary>All that nobody has told apart.</summary>
    public static List<NaiveDuplicate> In(NaiveLog log) => [.. Alike(log).Where(d => !IsToldApart(log, d))];

    public static List<NaiveDuplicate> Alike(NaiveLog log) =>
        [.. Sessions(log), .. Activities(log), .. Quantities(log), .. Plans(log), .. Totals(log)];

    /// <summary>Those of which a figure counts more than one: of sessions also by what was counted at them.</summary>
    public static List<NaiveDuplicate> CountedTwice(NaiveLog log, IEnumerable<Line> lines)
    {
        var counted = lines.Where(l => l.Counted && (l.IsNeeded || (l.Contribution != 0 && !l.IsDeclared))).Select(l => l.Of).ToList();
        return [.. log.LikelyDuplicates.Where(d => d.Entries.Count(e => counted.Exists(c => c.Entry == e.Entry
            || (d.Alike == "sessions" && Kinds.BelongsToSession(c.Kind) && c.Own("session") == e.Own("session")))) > 1)];
    }

    /// <summary>Each two of them, by one statement or another.</summary>
    private static bool IsToldApart(NaiveLog log, NaiveDuplicate duplicate)
    {
        var told = log.InForce("entries_told_apart").Select(t => t.Body["entries"]!.AsArray().Select(e => Guid.Parse((string)e!)).ToList()).ToList();
        return duplicate.Entries.TrueForAll(one => duplicate.Entries.TrueForAll(other =>
            one == other || told.Exists(t => t.Contains(one.Entry) && t.Contains(other.Entry))));
    }

    private static IEnumerable<NaiveDuplicate> Sessions(NaiveLog log)
    {
        foreach (var day in SameMembers(log, "session_held", "strand", "on", "start", "end"))
        {
            var heads = day.ToDictionary(s => s.Entry, s => string.Join(' ', log.InForce("participants_counted")
                .Where(c => c.Own("session") == s.Own("session"))
                .Select(c => $"{c.Own("scheme")}/{c.Own("group")}/{c.Own("part")}/{c.Own("unit")}/{c.Own("count")}").Distinct().Order(StringComparer.Ordinal)));
            var different = heads.Values.Where(h => h.Length > 0).Distinct().ToList();
            foreach (var same in different.Count > 0 ? different : [""])
            {
                if (Found("sessions", day.Where(s => heads[s.Entry] == same || heads[s.Entry].Length == 0)) is { } found)
                    yield return found;
            }
        }
    }

    private static IEnumerable<NaiveDuplicate> Activities(NaiveLog log)
    {
        foreach (var day in log.InForce("activity_logged").GroupBy(a => (log.Dimension(a, "person"), a.OwnDay)))
        {
            var left = day.ToList();
            while (left.Count > 0)
            {
                // Whoever overlaps one of them belongs to them.
                var together = new List<Revision> { left[0] };
                while (left.Find(a => !together.Contains(a) && together.Exists(t => Overlap(a, t) || SameHours(a, t))) is { } more)
                    together.Add(more);
                left.RemoveAll(together.Contains);
                if (Found("activities", day.Where(together.Contains)) is { } found)
                    yield return found;
            }
        }
    }

    private static bool Overlap(Revision one, Revision other) =>
        From(one) is { } from && From(other) is { } start
        && from < start + NaiveMeasures.HoursFromTimes(other) && start < from + NaiveMeasures.HoursFromTimes(one);

    private static bool SameHours(Revision one, Revision other) => From(one) is null && From(other) is null
        && (one.Own("activity"), one.Own("strand")) == (other.Own("activity"), other.Own("strand"))
        && one.Own("hours") is { } hours && other.Own("hours") is { } same && Fraction.Read(hours) == Fraction.Read(same);

    /// <summary>In hours of the day; null without both times.</summary>
    private static Fraction? From(Revision activity) => activity.Own("start") is { } start && activity.Own("end") is not null
        ? new Fraction(LocalTimePattern.ExtendedIso.Parse(start).Value.NanosecondOfDay, NodaConstants.NanosecondsPerHour)
        : null;

    private static IEnumerable<NaiveDuplicate> Quantities(NaiveLog log) =>
        SameMembers(log, "quantity_observed", "quantity", "unit", "on", "item", "source", "strand")
            .Select(g => Found("quantities", g)).OfType<NaiveDuplicate>();

    private static IEnumerable<NaiveDuplicate> Plans(NaiveLog log) =>
        SameMembers(log, "session_planned", "strand", "on", "start", "venue").Select(g => Found("plans", g)).OfType<NaiveDuplicate>();

    private static IEnumerable<NaiveDuplicate> Totals(NaiveLog log)
    {
        var all = SameMembers(log, "participants_counted", "session", "scheme", "unit").Where(g => log.DayOf(g[0]) is not null)
            .Select(g => g.Where(c => (int)c.Body["count"]! > 0).ToList()).ToList();
        foreach (var counts in all)
        {
            var totals = counts.Select(c => c.Own("group")!).Distinct().Where(group => IsTotal(counts, group)).ToList();
            if (totals.Exists(group => all.TrueForAll(other => !Has(other, group) || !IsOfScheme(other[0], counts[0]) || IsTotal(other, group)))
                && Found("total-and-parts", counts, log.DayOf(counts[0])) is { } found)
                yield return found;
        }
    }

    private static bool IsOfScheme(Revision one, Revision other) => (one.Own("scheme"), one.Own("unit")) == (other.Own("scheme"), other.Own("unit"));

    /// <summary>With at least two others.</summary>
    private static bool Has(List<Revision> counts, string group) => Groups(counts) is { Count: > 2 } groups && groups.ContainsKey(group);

    private static bool IsTotal(List<Revision> counts, string group) => Has(counts, group)
        && Groups(counts)[group] is var total && Groups(counts).Sum(g => g.Value) == total * 2;

    private static Dictionary<string, int> Groups(List<Revision> counts) =>
        counts.GroupBy(c => c.Own("group")!).ToDictionary(g => g.Key, g => g.Sum(c => (int)c.Body["count"]!));

    private static IEnumerable<List<Revision>> SameMembers(NaiveLog log, string kind, params string[] members) =>
        log.InForce(kind).GroupBy(r => string.Join('/', members.Select(r.Own))).Select(g => g.ToList());

    private static NaiveDuplicate? Found(string alike, IEnumerable<Revision> entries, LocalDate? on = null) =>
        entries.ToList() is { Count: > 1 } found ? new(alike, (on ?? found[0].OwnDay)!.Value, found) : null;
}
