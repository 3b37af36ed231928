using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

internal sealed partial class NaiveMeasures
{
    public Outcome Measure(JsonNode formula, Days days, string role) => (string)formula["op"]! switch
    {
        "distinct" when formula["heads"] is not null => People(formula, days, role),
        "count" or "sum" or "distinct" or "list" or "hours" => Simple(formula, days, role),
        "latest" => Latest(formula, days, role),
        "running" => Running((string)formula["strand"]!, (string)formula["unit"]!, days),
        "interval" => Interval(formula, days, role),
        "share" => Share(formula, days, role),
        "ratio" => Ratio(formula, days, role),
        "achievement" => Achievement(formula, days),
        "cohort" => Cohort(formula, days),
        "paired-change" => PairedChange(formula, days, role),
        "score" => Scores(formula, days, role),
        "per-month" => PerUnit(formula, days, "month"),
        "per-week" => PerUnit(formula, days, "week"),
        "per-session" => PerSession(formula, days),
        "per-key" => PerKey(formula, days),
        var op => throw new InvalidOperationException(op),
    };

    /// <summary>The day of the first entry, whenever it was; null where there is none.</summary>
    public LocalDate? WindowOpenedBy(JsonNode since, LocalDate last)
    {
        var lines = Select(since, new(null, last));
        foreach (var line in lines.Where(l => l.Counted).Skip(1))
            line.LeaveOut("NotTheFirst");
        Note("since", lines);
        return lines.Find(l => l.Counted) is { } first ? log.DayOf(first.Of) : null;
    }

    private Outcome Latest(JsonNode formula, Days days, string role)
    {
        var lines = Select(formula["of"]!, days.Opened);
        var quantity = (string?)formula["quantity"] ?? ((string)formula["of"]!["kind"]! == "strand_rescheduled" ? "every" : "value");
        foreach (var line in lines.Where(l => l.Counted && l.Of.Own(quantity) is null))
            line.LeaveOut("NoQuantity");
        var day = lines.Where(l => l.Counted).Max(l => log.DayOf(l.Of));
        foreach (var line in lines.Where(l => l.Counted && log.DayOf(l.Of) != day))
            line.LeaveOut("DeclaredEarlier");
        Note(role, lines);
        var last = lines.Where(l => l.Counted).ToList();
        foreach (var line in last)
            (line.Contribution, line.IsDeclared) = (Fraction.Read(line.Of.Own(quantity)!), true);
        return NaiveFigures.OfOneDay(last.ConvertAll(l => l.Contribution));
    }

    private Outcome Ratio(JsonNode formula, Days days, string role)
    {
        var within = role == "value" ? "" : role + ":";
        var of = Measure(formula["of"]!, days, within + "numerator");
        return Quotient(of, Measure(formula["to"]!, days, within + "denominator"));
    }

    /// <summary>How much of a target was reached; of an upper limit there is nothing to reach.</summary>
    private Outcome Achievement(JsonNode formula, Days days)
    {
        var of = Measure(formula["of"]!, days, "numerator");
        var set = new JsonObject { ["kind"] = "target_set", ["where"] = new JsonObject { ["target"] = new JsonArray((string)formula["target"]!) } };
        var target = Latest(new JsonObject { ["of"] = set }, days, "target");
        var unit = NaiveUnits.Of(formula["of"]!, percent: false);
        foreach (var line in Trail.Where(t => t.Role == "target" && t.Line.Counted).Select(t => t.Line))
        {
            if (NaiveFigures.IsUpperLimit(line.Of))
                throw new BlockedException("the target is an upper limit");
            if (!NaiveUnits.GoWith(unit, line.Of.Body))
                throw new BlockedException("the target is in another unit");
        }

        return Quotient(NaiveFigures.InUnit(of, unit == "percent"), target);
    }

    private static Outcome Quotient(Outcome of, Outcome to)
    {
        if (!of.HasValue || !to.HasValue || (to.Low <= 0 && to.High >= 0))
            return Outcome.NoData;
        Fraction[] quotients = [of.Low / to.Low, of.Low / to.High, of.High / to.Low, of.High / to.High];
        return Outcome.Of(quotients.Min(), quotients.Max(), of.Standing == Standing.Contested || to.Standing == Standing.Contested);
    }

    /// <summary>What is taken from months, weeks, sessions or keys.</summary>
    private static Outcome Taken(List<Outcome> each, string take)
    {
        if (each.Count == 0)
            return Outcome.NoData;
        var (lows, highs) = (each.Select(o => o.Low).ToList(), each.Select(o => o.High).ToList());
        var contested = each.Exists(o => o.Standing == Standing.Contested);
        return take switch
        {
            "range" => Outcome.Of(lows.Min(), highs.Max(), contested),
            "maximum" => Outcome.Of(lows.Max(), highs.Max(), contested),
            "mean" => Outcome.Of(Fraction.Sum(lows) / each.Count, Fraction.Sum(highs) / each.Count, contested),
            "total" => Outcome.Of(Fraction.Sum(lows), Fraction.Sum(highs), contested),
            _ => throw new InvalidOperationException(take),
        };
    }
}
