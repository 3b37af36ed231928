using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Calendars;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Days on which a strand ran, and what goes by months and weeks.</summary>
internal sealed partial class NaiveMeasures
{
    /// <summary>Every day on which the strand ran.</summary>
    private List<LocalDate> RunOf(string strand, Days days)
    {
        List<LocalDate> Of(string kind) => [.. log.InForce(kind).Where(r => r.Own("strand") is null || r.Own("strand") == strand).Select(r => r.OwnDay!.Value)];
        var (starts, ends, closings, reopenings) = (Of("strand_started"), Of("strand_ended"), Of("initiative_closed"), Of("initiative_reopened"));
        var pauses = log.InForce("strand_paused").Where(r => r.Own("strand") == strand).Concat(log.InForce("initiative_paused"))
            .Select(r => (From: r.Day("from"), To: r.Day("to"))).ToList();
        if (starts.Count == 0)
            throw new BlockedException("the strand never began");
        var (run, began) = (new List<LocalDate>(), false);
        var last = log.Today < days.Last ? log.Today.Value : days.Last;
        for (var day = days.First > starts.Min() ? days.First.Value : starts.Min(); day <= last; day = day.PlusDays(1))
        {
            var today = day;
            // Begun, and not ended since.
            if (!starts.Exists(s => s <= today && !ends.Exists(e => s <= e && e < today)))
                continue;
            began = true;
            var rested = pauses.Exists(p => p.From <= today && today <= p.To);
            var closed = closings.Exists(c => c < today && !reopenings.Exists(r => c < r && r <= today));
            if (!rested && !closed)
                run.Add(day);
        }

        return began ? run : throw new BlockedException("the strand did not run within the days");
    }

    private Outcome Running(string strand, string unit, Days days)
    {
        foreach (var kind in (string[])["strand_started", "strand_ended", "strand_paused"])
            ShowAll(kind, days.Last, "run", strand: strand);
        foreach (var kind in (string[])["initiative_paused", "initiative_closed", "initiative_reopened"])
            ShowAll(kind, days.Last, "run");
        return Outcome.Of(RunOf(strand, days).Select(d => UnitOf(d, unit)).Distinct().Count());
    }

    private static string UnitOf(LocalDate day, string unit) => unit == "month"
        ? $"{day.Year:0000}-{day.Month:00}"
        : $"{WeekYearRules.Iso.GetWeekYear(day):0000}-W{WeekYearRules.Iso.GetWeekOfWeekYear(day):00}";

    /// <summary>All days of the month or week (Monday to Sunday) in which a day lies.</summary>
    private static (LocalDate From, LocalDate To) Whole(LocalDate day, string unit)
    {
        var from = unit == "month" ? new LocalDate(day.Year, day.Month, 1) : day.PlusDays(1 - (int)day.DayOfWeek);
        return (from, unit == "month" ? from.PlusMonths(1).PlusDays(-1) : from.PlusDays(6));
    }

    private Outcome PerUnit(JsonNode formula, Days days, string unit)
    {
        var strand = (string)formula["strand"]!;
        var run = RunOf(strand, days);
        var units = run.Select(d => Whole(d, unit)).Distinct().ToList();
        var sessions = log.InForce("session_held").Where(s => s.Own("strand") == strand).Select(s => s.OwnDay!.Value).ToList();
        if (sessions.Exists(s => days.Hold(s) && !units.Contains(Whole(s, unit))))
            throw new BlockedException("a session lies where the strand did not run");

        var empty = log.InForce("month_confirmed_empty").Where(r => r.Own("strand") == strand).Select(r => UnitOf(r.Day("month"), "month")).ToHashSet();
        var each = new List<Outcome>();
        foreach (var (from, to) in units)
        {
            var before = Trail.Count;
            var outcome = Measure(formula["of"]!, days.Cut(from, to), UnitOf(from, unit));
            var counted = Trail[before..].Exists(t => t.Role is not ("members" or "ended") && t.Line.Counted);
            var confirmed = Enumerable.Range(0, Period.DaysBetween(from, to) + 1).All(d => empty.Contains(UnitOf(from.PlusDays(d), "month")));
            if (confirmed && (counted || sessions.Exists(s => s >= from && s <= to)))
                throw new BlockedException("something happened in what was confirmed empty");
            if (counted && outcome.HasValue)
                each.Add(outcome);
            else if (!counted && confirmed && (string)formula["of"]!["op"]! is not ("share" or "ratio"))
                each.Add(Outcome.Of(0));
        }

        return Taken(each, (string)formula["take"]!);
    }

    private Outcome Interval(JsonNode formula, Days days, string role)
    {
        var lines = Select(formula["of"]!, days);
        var steps = new List<Outcome>();
        LocalDate? last = null;
        foreach (var line in lines.Where(l => l.Counted))
        {
            var day = line.Of.OwnDay!.Value;
            if (last is { } previous && day > previous)
            {
                line.Contribution = Step(previous, day, (string)formula["unit"]!);
                steps.Add(Outcome.Of(line.Contribution));
            }

            last = day;
        }

        Note(role, lines);
        return Taken(steps, (string)formula["take"]!);
    }

    private static Fraction Step(LocalDate from, LocalDate to, string unit) => unit switch
    {
        "day" => Period.DaysBetween(from, to),
        "week" => new Fraction(Period.DaysBetween(from, to), 7),
        _ => (to.Year * 12) + to.Month - (from.Year * 12) - from.Month,
    };
}
