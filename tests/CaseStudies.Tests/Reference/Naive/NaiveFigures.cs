using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference.Naive;

/// <param name="Achieved">Whether the whole value meets it; null where only a part of a range does, or where it is too early to say.</param>
internal sealed record NaiveTarget(string Comparison, Fraction Value, bool? Achieved, Guid Entry);

internal sealed record NaiveComparison(string What, string? Key, Outcome Outcome);

/// <param name="SoFar">The day of the question, where what the value tells is not over yet.</param>
/// <param name="Days">The days that count; null where nothing opened them.</param>
/// <param name="Why">What blocks it.</param>
internal sealed record NaiveFigure(
    Outcome Outcome, IReadOnlyList<(string Role, Line Line)> Trail, NaiveTarget? Target, IReadOnlyList<NaiveComparison> Comparisons, LocalDate? SoFar,
    Days? Days, string? Why = null)
{
    /// <summary>The likely duplicates that it counts more than once.</summary>
    public IReadOnlyList<NaiveDuplicate> UnderReview { get; init; } = [];

    public static readonly NaiveFigure Blocked = new(new(Standing.Blocked, 0, 0), [], null, [], null, null);
}

/// <summary>A second implementation of every figure, written from the guide's page "How a figure is read". Obvious, not fast.</summary>
internal static class NaiveFigures
{
    public static readonly LocalDate NeverEnds = new(9999, 12, 31);

    public static NaiveFigure Compute(NaiveLog log, JsonObject definition, LocalDate from, LocalDate to)
    {
        if (log.Problems.Count > 0)
            return NaiveFigure.Blocked;
        try
        {
            return Computed(log, definition, new(from, to));
        }
        catch (BlockedException blocked)
        {
            return NaiveFigure.Blocked with { Why = blocked.Message };
        }
    }

    private static NaiveFigure Computed(NaiveLog log, JsonObject definition, Days period)
    {
        var (formula, percent) = (definition["formula"]!, (bool?)definition["show"]!["percent"] ?? false);
        var measures = new NaiveMeasures(log);
        var days = DaysThatCount(definition["when"], period, measures);
        if (days is null || days.AreNone || (log.Today < days.First && NaiveTime.ReadsWhatHappens(formula)))
            return new(Outcome.NoData, measures.Trail, null, [], null, days);
        var outcome = InUnit(measures.Measure(formula, days, "value"), percent);
        var trail = measures.Trail.ToList();
        var forms = NaiveForms.Of(formula, trail);
        trail.AddRange(Merged(log, formula));
        var comparisons = new List<NaiveComparison>();
        foreach (var against in outcome.HasValue ? definition["against"]?.AsArray() ?? [] : [])
            comparisons.Add(Compared(log, against!, formula, days, percent, trail, forms));
        if (!NaiveWords.Entailed(definition["show"]!["approximately"], outcome, comparisons))
            return NaiveFigure.Blocked;
        var target = Target(log, definition, period, outcome, NaiveUnits.Of(formula, percent));
        return new(outcome, trail, target, comparisons, outcome.HasValue && NaiveTime.GoesOn(formula, days, log.Today) ? log.Today : null, days)
        {
            UnderReview = outcome.HasValue ? NaiveDuplicates.CountedTwice(log, measures.Trail.Select(t => t.Line)) : [],
        };
    }

    public static Outcome InUnit(Outcome outcome, bool percent) => percent ? outcome with { Low = outcome.Low * 100, High = outcome.High * 100 } : outcome;

    /// <summary>Null: nothing opened the window.</summary>
    private static Days? DaysThatCount(JsonNode? when, Days period, NaiveMeasures measures)
    {
        if (when is null)
            return period;
        if (when["month"] is { } month)
        {
            var first = YearMonthPattern.Iso.Parse((string)month!).Value.OnDayOfMonth(1);
            return new(first, first.PlusMonths(1).PlusDays(-1));
        }

        if (when["since"] is { } since)
            return measures.WindowOpenedBy(since, NeverEnds) is { } opened ? new(opened, opened.PlusDays((int)when["forDays"]! - 1)) : null;
        return new(
            when["from"] is { } from ? Revision.Date((string)from!) : null,
            when["to"] is { } to ? Revision.Date((string)to!) : period.Last);
    }

    private static IEnumerable<(string, Line)> Merged(NaiveLog log, JsonNode formula)
    {
        if (!KindsIn(formula).Any(Kinds.NamesPeople))
            return [];
        return log.ByDay("people_merged").Select(r => ("merged", new Line(r, log.DayOf(r)) { Rule = r.Closed, Key = r.Own("merged") }));
    }

    private static IEnumerable<string> KindsIn(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "kind" ? [(string)m.Value!] : KindsIn(m.Value)),
        JsonArray a => a.SelectMany(KindsIn),
        _ => [],
    };

    private static NaiveTarget? Target(NaiveLog log, JsonObject definition, Days period, Outcome outcome, string unit)
    {
        if (!outcome.HasValue)
            return null;
        var set = log.ByDay("target_set").Where(r => r.Closed is null && r.Own("target") == (string?)definition["target"] && r.OwnDay <= period.Last).ToList();
        var last = set.Where(r => r.OwnDay == set.Max(s => s.OwnDay)).ToList();
        if (last.Count == 0 || last.Exists(r => !NaiveUnits.GoWith(unit, r.Body)))
            return null;
        string[] order = ["at-least", "more-than", "at-most", "less-than"];
        var told = last.OrderBy(r => Fraction.Read(r.Own("value")!))
            .ThenBy(r => Array.IndexOf(order, r.Own("comparison"))).ThenBy(r => r.Entry).Select(r =>
        {
            var (comparison, value) = (r.Own("comparison")!, Fraction.Read(r.Own("value")!));
            var (low, high) = (Meets(outcome.Low, comparison, value), Meets(outcome.High, comparison, value));
            return new NaiveTarget(comparison, value, low == high ? low : null, r.Entry);
        }).ToList();
        // Until a period is over, a limit may still be passed.
        var tooEarly = log.Today <= period.Last && last.Exists(IsUpperLimit);
        return told[^1] with { Achieved = !tooEarly && told.TrueForAll(t => t.Achieved == told[0].Achieved) ? told[0].Achieved : null };
    }

    public static bool IsUpperLimit(Revision target) => target.Own("comparison") is "at-most" or "less-than";

    public static Outcome OfOneDay(List<Fraction> values) =>
        values.Count == 0 ? Outcome.NoData : Outcome.Of(values.Min(), values.Max(), values.Distinct().Count() > 1);

    private static bool Meets(Fraction reached, string comparison, Fraction value) => comparison switch
    {
        "at-least" => reached >= value,
        "more-than" => reached > value,
        "at-most" => reached <= value,
        _ => reached < value,
    };

    private static NaiveComparison Compared(
        NaiveLog log, JsonNode against, JsonNode formula, Days days, bool percent, List<(string, Line)> trail, List<string> forms)
    {
        var (what, key) = ((string)against["what"]!, (string?)against["key"]);
        if (what == "baseline")
        {
            var all = log.ByDay("baseline_recorded").Where(r => r.Closed is null && r.Own("baseline") == key && r.OwnDay <= days.Last).ToList();
            var last = all.Where(r => r.OwnDay == all.Max(a => a.OwnDay)).ToList();
            return new(what, key, last.Exists(r => !NaiveUnits.GoWith(NaiveUnits.Of(formula, percent), r.Body))
                ? NaiveFigure.Blocked.Outcome
                : OfOneDay(last.ConvertAll(r => Fraction.Read(r.Own("value")!))));
        }

        var measures = new NaiveMeasures(log);
        Outcome other;
        try
        {
            other = InUnit(what == "strand"
                ? measures.Measure(WithStrand(formula, key!)!, days, "value")
                : measures.Measure(formula, days.UpTo(log.Today).AYearBefore, "value"), percent);
            if (other.HasValue)
                NaiveForms.RefuseMixture(forms.Concat(NaiveForms.Of(formula, measures.Trail)));
            else
                NaiveForms.Of(formula, measures.Trail);
        }
        catch (BlockedException)
        {
            other = NaiveFigure.Blocked.Outcome;
        }

        if (other.Standing != Standing.Blocked)
            trail.AddRange(measures.Trail.Select(t => (what == "strand" ? $"strand:{key}:{t.Role}" : $"{what}:{t.Role}", t.Line)));
        return new(what, key, other);
    }

    /// <summary>The same formula about another strand, wherever it names one, as its own or as a condition; who belongs is not asked anew.</summary>
    private static JsonNode? WithStrand(JsonNode? node, string strand) => node switch
    {
        JsonObject o => new JsonObject(
            o.Select(m => KeyValuePair.Create(m.Key, m.Key == "who" ? m.Value?.DeepClone() : m.Key != "strand" ? WithStrand(m.Value, strand)
            : m.Value is JsonArray ? new JsonArray(strand) : JsonValue.Create(strand)))),
        JsonArray a => new JsonArray([.. a.Select(i => WithStrand(i, strand))]),
        _ => node?.DeepClone(),
    };
}
