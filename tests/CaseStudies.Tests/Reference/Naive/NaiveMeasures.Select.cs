using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Goes through entries, one measure after the other, and writes down what it saw.</summary>
internal sealed partial class NaiveMeasures(NaiveLog log)
{
    /// <summary>Everything that was gone through, under its role.</summary>
    public List<(string Role, Line Line)> Trail { get; } = [];

    /// <summary>Every revision of the kind, each with the first rule that leaves it out. Members and endings go into the trail.</summary>
    private List<Line> Select(JsonNode selection, Days days)
    {
        var kind = (string)selection["kind"]!;
        var where = Conditions(selection);
        var members = selection["who"] is { } who ? Members(who, days) : null;
        var memberBy = (string?)selection["who"]?["by"] ?? "person";
        var inForce = (string?)selection["inForce"];
        if (inForce is not null)
            ShowEndings(kind, days);
        var lines = log.ByDay(kind).Select(r => new Line(r, log.DayOf(r))).ToList();
        foreach (var line in lines)
        {
            var day = log.DayOf(line.Of);
            if (line.Of.Closed is { } closed)
                line.LeaveOut(closed);
            else if (day is null)
                line.LeaveOut("SessionNotInForce");
            else if (where.FirstOrDefault(c => !c.Values.Contains(log.Dimension(line.Of, c.Name))) is { Name: { } failed })
                line.LeaveOut("OtherValue", failed);
            else if (WrongDay(line.Of, day.Value, inForce, days) is { } wrong)
                line.LeaveOut(wrong);
            else if (members is not null && !members.Contains(log.Dimension(line.Of, memberBy) ?? ""))
                line.LeaveOut("NotMember");
        }

        foreach (var visit in lines.Where(l => l.Counted && kind == "person_attended").GroupBy(l => (log.Dimension(l.Of, "person"), l.Of.Own("session"))))
        {
            foreach (var more in visit.OrderBy(l => l.Of.Entry).Skip(1))
                more.LeaveOut("SameVisitTwice");
        }

        return lines;
    }

    private static List<(string Name, List<string?> Values)> Conditions(JsonNode selection) =>
        [.. (selection["where"]?.AsObject() ?? []).Select(c => (c.Key, c.Value!.AsArray().Select(v => (string?)v).ToList()))
            .OrderBy(c => c.Key, StringComparer.Ordinal)];

    private string? WrongDay(Revision entry, LocalDate day, string? inForce, Days days)
    {
        if (inForce is null)
            return days.Hold(day) ? null : "OutsideDays";
        if (day > days.Last)
            return "OutsideDays";
        var end = EndOf(entry, day);
        var needed = inForce == "at-end" ? days.Last : days.First;
        return end < needed ? "Ended" : null;
    }

    private LocalDate? EndOf(Revision state, LocalDate begun)
    {
        var ends = Endings(state.Kind).SelectMany(log.InForce)
            .Where(e => e.Kind == "partner_unlinked"
                ? e.Own("partner") == state.Own("partner")
                : log.Dimension(e, "person") == log.Dimension(state, "person") && (e.Kind != "role_ended" || e.Own("role") == state.Own("role"))
                    && (e.Own("strand") is not { } strand || strand == state.Own("strand")))
            .Select(e => e.OwnDay!.Value).Where(d => d >= begun).ToList();
        return ends.Count == 0 ? null : ends.Min();
    }

    private static string[] Endings(string kind) => kind switch
    {
        "person_enrolled" => ["person_left"],
        "role_taken" => ["role_ended", "person_left"],
        "partner_linked" => ["partner_unlinked"],
        _ => [],
    };

    private void ShowEndings(string kind, Days days)
    {
        foreach (var ending in Endings(kind))
            ShowAll(ending, days.Last, "ended", "person");
    }

    /// <summary>Evidence: every entry of the kind up to that day, adding nothing.</summary>
    private void ShowAll(string kind, LocalDate last, string role, string? keyBy = null, string? strand = null)
    {
        var selection = new JsonObject { ["kind"] = kind };
        if (strand is not null)
            selection["where"] = new JsonObject { ["strand"] = new JsonArray(strand) };
        var lines = Select(selection, new(null, last));
        foreach (var line in lines.Where(l => l.Counted && keyBy is not null))
            line.Key = log.Dimension(line.Of, keyBy!);
        Note(role, lines);
    }

    private HashSet<string> Members(JsonNode who, Days days)
    {
        var (by, atLeast) = ((string?)who["by"] ?? "person", (int?)who["atLeast"] ?? 1);
        var lines = Select(who["of"]!, (string?)who["over"] == "ever" ? days.Opened : days);
        if (NaiveForms.ReadsAnswers(who["of"]))
            NaiveForms.RefuseMixture(lines);
        foreach (var line in lines.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, by);
            if (line.Key is null)
                line.LeaveOut("OtherValue", by);
        }

        foreach (var key in lines.Where(l => l.Counted).GroupBy(l => l.Key).ToList().Where(g => g.Count() < atLeast))
        {
            foreach (var line in key.ToList())
                line.LeaveOut("TooFewVisits");
        }

        lines.ForEach(l => l.IsNeeded = atLeast > 1);
        Note("members", lines);
        return [.. lines.Where(l => l.Counted).Select(l => l.Key!)];
    }

    private void Note(string role, IEnumerable<Line> lines) => Trail.AddRange(lines.Select(l => (role, l)));
}
