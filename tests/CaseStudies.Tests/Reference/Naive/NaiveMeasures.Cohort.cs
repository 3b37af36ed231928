using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Who entered, and who of them continues.</summary>
internal sealed partial class NaiveMeasures
{
    private Outcome Cohort(JsonNode formula, Days days)
    {
        var cutOff = Revision.Date((string)formula["cutOff"]!);
        if (log.Today < cutOff)
            return Outcome.NoData;
        var entered = Select(formula["enters"]!, days);
        foreach (var line in entered.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, "person");
            if (line.Key is null)
                line.LeaveOut("OtherValue", "person");
            else if (log.DayOf(line.Of) > cutOff)
                line.LeaveOut("AfterCutOff");
        }

        var entering = entered.Where(l => l.Counted).GroupBy(l => l.Key!)
            .ToDictionary(g => g.Key, g => (First: g.Min(l => log.DayOf(l.Of)!.Value), Last: g.Max(l => log.DayOf(l.Of)!.Value)));
        foreach (var person in entered.Where(l => l.Counted).GroupBy(l => l.Key))
            person.First().Contribution = 1;
        Note("entered", entered);

        var excused = (bool?)formula["pausesExcused"] ?? false;
        var completed = formula["completedBy"] is { } by ? Completed(by, cutOff, entering) : [];
        var continuing = completed.Count + Continuing(formula, cutOff, entering, entered, excused, completed);
        ShowAll("person_left", cutOff, "left", "person");
        if (excused)
            ShowAll("person_paused", cutOff, "paused", "person");
        if (entering.Count == 0)
            return Outcome.NoData;
        return Outcome.Of((string)formula["as"]! == "share" ? new Fraction(continuing, entering.Count) : continuing);
    }

    /// <summary>Who of those who entered completed since, up to the cut-off. What they did afterwards does not matter.</summary>
    private HashSet<string> Completed(JsonNode completedBy, LocalDate cutOff, Dictionary<string, (LocalDate First, LocalDate Last)> entering)
    {
        var lines = Select(completedBy, new(null, cutOff));
        foreach (var line in lines.Where(l => l.Rule == "OutsideDays"))
            line.LeaveOut("AfterCutOff");
        var completed = new HashSet<string>();
        foreach (var line in lines.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, "person");
            if (line.Key is null)
                line.LeaveOut("OtherValue", "person");
            else if (!entering.TryGetValue(line.Key, out var begun))
                line.LeaveOut("NotEntered");
            else if (log.DayOf(line.Of) < begun.First)
                line.LeaveOut("BeforeEntering");
            else
                line.Contribution = completed.Add(line.Key) ? 1 : 0;
        }

        Note("completed", lines);
        return completed;
    }

    /// <summary>How many continue besides those who completed.</summary>
    private int Continuing(
        JsonNode formula, LocalDate cutOff, Dictionary<string, (LocalDate First, LocalDate Last)> entering, List<Line> entered, bool excused,
        HashSet<string> completed)
    {
        var visits = Select(formula["visits"]!, new(null, cutOff));
        foreach (var line in visits.Where(l => l.Rule == "OutsideDays"))
            line.LeaveOut("AfterCutOff");
        foreach (var line in visits.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, "person");
            if (line.Key is null)
                line.LeaveOut("OtherValue", "person");
            else if (!entering.TryGetValue(line.Key, out var begun))
                line.LeaveOut("NotEntered");
            else if (log.DayOf(line.Of) < begun.First)
                line.LeaveOut("BeforeEntering");
        }

        var continuing = 0;
        foreach (var person in visits.Where(l => l.Counted).GroupBy(l => l.Key!).Where(g => !completed.Contains(g.Key)).Select(g => g.ToList()).ToList())
        {
            var key = person[0].Key!;
            var rule = person.Count < (int)formula["minimumVisits"]! ? "TooFewVisits"
                : HasLeft(formula, key, entered.Where(l => l.Counted && l.Key == key).ToList(), cutOff) ? "HasLeft"
                : DaysUnseen(key, log.DayOf(person[^1].Of)!.Value, cutOff, excused) > (int)formula["seenWithinDays"]! ? "NotSeenLately"
                : null;
            if (rule is not null)
            {
                person.ForEach(l => l.LeaveOut(rule));
                continue;
            }

            continuing++;
            person.ForEach(l => l.IsNeeded = (int)formula["minimumVisits"]! > 1);
            person[^1].Contribution = 1;
        }

        Note("continuing", visits);
        return continuing;
    }

    /// <summary>Everything was left, or every strand that the visits (or else the entering) are limited to, and not entered again.</summary>
    private bool HasLeft(JsonNode formula, string person, List<Line> entered, LocalDate cutOff)
    {
        var first = entered.Min(l => log.DayOf(l.Of)!.Value);
        var strands = (formula["visits"]!["where"]?["strand"] ?? formula["enters"]!["where"]?["strand"])?.AsArray() ?? [];
        return Left(null) || (strands.Count > 0 && strands.All(s => Left((string)s!)));

        bool Left(string? strand)
        {
            var leavings = log.InForce("person_left").Where(r => log.Dimension(r, "person") == person && r.Own("strand") == strand)
                .Select(r => r.OwnDay!.Value).Where(d => d >= first && d <= cutOff).ToList();
            return leavings.Count > 0 && !entered.Exists(l => log.DayOf(l.Of) > leavings.Max()
                && (strand is null || (log.Dimension(l.Of, "strand") ?? strand) == strand));
        }
    }

    private int DaysUnseen(string person, LocalDate last, LocalDate cutOff, bool excused)
    {
        var pauses = log.InForce("person_paused").Where(r => excused && log.Dimension(r, "person") == person)
            .Select(r => (From: r.Day("from"), To: r.Day("to"))).ToList();
        var unseen = 0;
        for (var day = last.PlusDays(1); day <= cutOff; day = day.PlusDays(1))
        {
            var today = day;
            if (!pauses.Exists(p => p.From <= today && today <= p.To))
                unseen++;
        }

        return unseen;
    }
}
