using System.Text.Json.Nodes;
using NodaTime;

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
        var rivals = Rivals(counted.Select(l => l.Of)).ConvertAll(g => counted.Where(l => g.Contains(l.Of)).Select(l => l.Contribution).ToList());
        var (low, high) = OnTop(counted);
        return Outcome.Of(Fraction.Sum(rivals.Select(g => g.Min())) + low, Fraction.Sum(rivals.Select(g => g.Max())) + high, rivals.Exists(g => g.Count > 1));
    }

    /// <summary>Where it is not known whether the counted heads include the people recorded by name, these may come on top.</summary>
    private (Fraction Low, Fraction High) OnTop(List<Line> counted)
    {
        var ((low, high), known) = (((Fraction)0, (Fraction)0), new List<Line>());
        foreach (var session in counted.Where(l => l.Of.Kind == "participants_counted").GroupBy(l => l.Of.Own("session")))
        {
            if (session.All(l => l.Of.Own("overlap") is null))
                continue;
            var attended = Select(new JsonObject { ["kind"] = "person_attended" }, new(null, NaiveFigures.NeverEnds))
                .Where(l => l.Counted && l.Of.Own("session") == session.Key).ToList();
            attended.ForEach(l => l.Key = log.Dimension(l.Of, "person"));
            known.AddRange(attended);
            var others = log.InForce("participants_counted").Where(r => r.Own("session") == session.Key
                && r.Own("scheme") == session.First().Of.Own("scheme") && r.Own("unit") == session.First().Of.Own("unit"));
            var whole = others.All(r => session.Any(l => RivalKey(l.Of) == RivalKey(r)));
            var heads = Fraction.Sum(session.GroupBy(l => RivalKey(l.Of)).Select(g => g.Min(l => l.Contribution)));
            low += whole && attended.Count > heads ? attended.Count - heads : 0;
            high += attended.Count;
        }

        Note("named", known);
        return (low, high);
    }

    /// <summary>What has a rival key in common and is of one round: each follows the one before within 180 days.</summary>
    private List<List<Revision>> Rivals(IEnumerable<Revision> entries)
    {
        var all = new List<List<Revision>>();
        foreach (var same in entries.GroupBy(RivalKey))
        {
            LocalDate? last = null;
            foreach (var one in same.OrderBy(r => log.DayOf(r)))
            {
                if (last is null || log.DayOf(one) > last.Value.PlusDays(180))
                    all.Add([]);
                all[^1].Add(one);
                last = log.DayOf(one);
            }
        }

        return all;
    }

    /// <summary>Where all rivals state the same headcount, the one whose id comes first says it for all.</summary>
    private static void LeaveOutRepeated(List<Line> lines)
    {
        foreach (var same in lines.Where(l => l.Counted && l.Of.Kind == "participants_counted").GroupBy(l => RivalKey(l.Of)).ToList())
        {
            if (same.Select(l => (l.Of.Own("unit"), l.Of.Own("overlap"), l.Of.Own("count"))).Distinct().Count() > 1)
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
            var unknown = session.Any(l => l.Of.Own("overlap") is not null);
            nameless += unknown ? high : high > namedHere ? high - namedHere : 0;
            contested |= counts.Exists(c => c.Count > 1) || (namedHere > high && !unknown);
        }

        return Outcome.Of(named > largest ? named : largest, named + nameless, contested);
    }
}
