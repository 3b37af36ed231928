using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Session by session, key by key.</summary>
internal sealed partial class NaiveMeasures
{
    private Outcome PerSession(JsonNode formula, Days days)
    {
        var sessions = Select(formula["sessions"]!, days);
        Note("sessions", sessions);
        var ids = sessions.Where(l => l.Counted).Select(l => l.Of.Own("session")!).ToList();
        return Grouped(formula, days, "session", "session", key => ids.Contains(key));
    }

    private Outcome PerKey(JsonNode formula, Days days) => Grouped(formula, days, (string)formula["by"]!, "key", _ => true);

    private Outcome Grouped(JsonNode formula, Days days, string by, string prefix, Func<string, bool> admitted)
    {
        var lines = Picked(formula["of"]!, days);
        foreach (var line in lines.Where(l => l.Counted))
        {
            if (log.Dimension(line.Of, by) is not { } key || !admitted(key))
                line.LeaveOut("OtherValue", by);
        }

        Note("value", lines.Where(l => !l.Counted).ToList());
        var each = new List<Outcome>();
        foreach (var group in lines.Where(l => l.Counted).GroupBy(l => log.Dimension(l.Of, by)!).ToList())
        {
            var here = group.ToList();
            var outcome = Combine(formula["of"]!, here);
            Note($"{prefix}:{group.Key}", here);
            if (here.Exists(l => l.Counted) && outcome.HasValue)
                each.Add(outcome);
        }

        return Taken(each, (string)formula["take"]!);
    }
}
