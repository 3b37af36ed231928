using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Counts, sums, different keys, hours: first the entries are picked, then what is left is combined (whole, or group by group).</summary>
internal sealed partial class NaiveMeasures
{
    private Outcome Simple(JsonNode formula, Days days, string role)
    {
        var lines = Picked(formula, days);
        var outcome = Combine(formula, lines);
        Note(role, lines);
        return outcome;
    }

    private List<Line> Picked(JsonNode formula, Days days) => formula["of"] is JsonArray several
        ? [.. several.SelectMany(s => Select(s!, days))]
        : Select(formula["of"]!, days);

    /// <summary>The value of the lines that are still counted; those that lack what is needed are left out here.</summary>
    private Outcome Combine(JsonNode formula, List<Line> lines) => (string)formula["op"]! switch
    {
        "count" => CombineCount(lines),
        "sum" => CombineSum(lines, (string)formula["quantity"]!),
        "distinct" or "list" => CombineKeys(lines, (string)formula["by"]!),
        "hours" => CombineHours(lines),
        var op => throw new InvalidOperationException(op),
    };

    private static Outcome CombineCount(List<Line> lines)
    {
        foreach (var line in lines.Where(l => l.Counted))
            line.Contribution = 1;
        return Outcome.Of(lines.Count(l => l.Counted));
    }

    private Outcome CombineSum(List<Line> lines, string quantity)
    {
        foreach (var line in lines.Where(l => l.Counted))
        {
            if (line.Of.Own(quantity) is { } amount)
                line.Contribution = Fraction.Read(amount);
            else if (quantity == "hours" && HoursFromTimes(line.Of) is { } hours)
                line.Contribution = hours;
            else
                line.LeaveOut("NoQuantity");
        }

        if (quantity == "capacity")
            LeaveOutCancelled(lines);
        LeaveOutRepeated(lines);
        var counted = lines.Where(l => l.Counted).ToList();
        if (counted.Count == 0)
            return Outcome.NoData;
        var rivals = counted.GroupBy(l => RivalKey(l.Of)).Select(g => g.Select(l => l.Contribution).ToList()).ToList();
        return Outcome.Of(Fraction.Sum(rivals.Select(g => g.Min())), Fraction.Sum(rivals.Select(g => g.Max())), rivals.Exists(g => g.Count > 1));
    }

    /// <summary>Where all rivals state the same headcount, the one whose id comes first says it for all.</summary>
    private static void LeaveOutRepeated(List<Line> lines)
    {
        foreach (var same in lines.Where(l => l.Counted && l.Of.Kind == "participants_counted").GroupBy(l => RivalKey(l.Of)).ToList())
        {
            if (same.Select(l => (l.Of.Own("unit"), l.Of.Own("count"))).Distinct().Count() > 1)
                continue;
            foreach (var again in same.OrderBy(l => l.Of.Entry).Skip(1))
                again.LeaveOut("SaidTwice");
        }
    }

    /// <summary>Entries with the same one say different things of the same heads.</summary>
    private static string RivalKey(Revision r) => r.Kind switch
    {
        "participants_counted" => string.Join('/', r.Own("session"), r.Own("scheme"), r.Own("group"), r.Own("part")),
        "survey_tallied" => string.Join('/', r.Own("instrument"), r.Own("version"), r.Own("wave"), r.Own("group"), r.Own("part")),
        _ => $"{r.Entry}",
    };

    private Outcome CombineKeys(List<Line> lines, string by)
    {
        var seen = new HashSet<string>();
        foreach (var line in lines.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, by);
            if (line.Key is null)
                line.LeaveOut("OtherValue", by);
            else
                line.Contribution = seen.Add(line.Key) ? 1 : 0;
        }

        return Outcome.Of(seen.Count);
    }

    private static Outcome CombineHours(List<Line> lines)
    {
        foreach (var line in lines.Where(l => l.Counted))
        {
            if (HoursFromTimes(line.Of) is { } taken)
                line.Contribution = taken;
            else if (line.Of.Kind == "activity_logged" && line.Of.Own("hours") is { } hours)
                line.Contribution = Fraction.Read(hours);
            else
                throw new BlockedException("an entry has neither times nor hours");
        }

        return lines.Exists(l => l.Counted) ? Outcome.Of(Fraction.Sum(lines.Where(l => l.Counted).Select(l => l.Contribution))) : Outcome.NoData;
    }

    /// <summary>Named people at sessions, and headcounts of those sessions in which there may be more people than are named.</summary>
    private Outcome People(JsonNode formula, Days days, string role)
    {
        var people = Picked(formula, days);
        CombineKeys(people, "person");
        Note(role, people);
        var heads = Select(formula["heads"]!, days);
        foreach (var line in heads.Where(l => l.Counted))
            line.Contribution = Fraction.Read(line.Of.Own("count")!);
        LeaveOutRepeated(heads);
        Note("heads", heads);

        var named = people.Where(l => l.Counted).Select(l => l.Key!).Distinct().Count();
        var (largest, nameless, contested) = ((Fraction)0, (Fraction)0, false);
        foreach (var session in heads.Where(l => l.Counted).GroupBy(l => l.Of.Own("session")))
        {
            var counts = session.GroupBy(l => RivalKey(l.Of)).Select(g => g.Select(l => l.Contribution).ToList()).ToList();
            var (low, high) = (Fraction.Sum(counts.Select(c => c.Min())), Fraction.Sum(counts.Select(c => c.Max())));
            Fraction namedHere = people.Where(l => l.Counted && l.Of.Own("session") == session.Key).Select(l => l.Key!).Distinct().Count();
            largest = low > largest ? low : largest;
            nameless += high > namedHere ? high - namedHere : 0;
            contested |= counts.Exists(c => c.Count > 1) || namedHere > high;
        }

        return Outcome.Of(named > largest ? named : largest, named + nameless, contested);
    }
}
