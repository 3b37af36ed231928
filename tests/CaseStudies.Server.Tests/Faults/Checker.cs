using System.Globalization;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>An event as it lies in the table.</summary>
public sealed record StoredEvent(string Organisation, string Initiative, int Version, Guid Command, int Index, string Content);

/// <summary>A row of the command ledger.</summary>
public sealed record StoredCommand(string Organisation, Guid Command, string Initiative, int FirstVersion, int Events);

/// <summary>What is wrong, a line each; all empty is what a run must end with.</summary>
public sealed record Findings(IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> Others)
{
    /// <summary>What is lost or doubled begins with its intent's number.</summary>
    public static int NumberOf(string finding) => int.Parse(finding.AsSpan(0, finding.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    public IEnumerable<string> All => Lost.Concat(Doubled).Concat(Others);
}

/// <summary>Holds what clients were told against what is stored. Knows nothing of the program.</summary>
public static class Checker
{
    public static Findings Check(
        IReadOnlyList<Intent> intents, IReadOnlyList<Outcome> outcomes, IReadOnlyList<StoredEvent> events, IReadOnlyList<StoredCommand> ledger)
    {
        var (lost, doubled, others) = (new List<string>(), new List<string>(), new List<string>());
        var told = outcomes.ToLookup(o => o.Number);
        var byContent = events.ToLookup(e => (e.Organisation, e.Initiative, e.Content));
        foreach (var intent in intents)
        {
            var found = intent.Wanted.Select(w =>
                byContent[(intent.Organisation, intent.Initiative, w.Content)].Where(e => e.Command == intent.Command).ToList()).ToList();
            var name = $"{intent.Number} {intent.Organisation}/{intent.Initiative} {intent.Command}";
            // Under another command's id too: a content stands once.
            if (intent.Wanted.Any(w => byContent[(intent.Organisation, intent.Initiative, w.Content)].Skip(1).Any()))
                doubled.Add(name);
            var present = found.Count(f => f.Count > 0);
            var verdict = Final(told[intent.Number], name, others);
            if (verdict == Verdict.Ok && present < found.Count)
                lost.Add(name);
            else if (verdict == Verdict.Refused && present > 0)
                others.Add($"refused, but stored: {name}");
            else if (present > 0 && present < found.Count)
                others.Add($"stored in part: {name}");
            else if (present > 0 && !InOrder(found, told[intent.Number]))
                others.Add($"stored elsewhere than it was said, or not in one piece: {name}");
        }

        var asked = intents.SelectMany(i => i.Wanted.Select(w => (i.Organisation, i.Initiative, w.Content, i.Command))).ToHashSet();
        others.AddRange(events.Where(e => !asked.Contains((e.Organisation, e.Initiative, e.Content, e.Command))).Select(e => $"nobody asked for {e}"));
        others.AddRange(events.GroupBy(e => (e.Organisation, e.Initiative))
            .Where(s => !s.Select(e => e.Version).Order().SequenceEqual(Enumerable.Range(1, s.Count())))
            .Select(s => $"versions of {s.Key} are not 1 to {s.Count()}"));
        var rows = events.GroupBy(e => (e.Organisation, e.Command))
            .Select(c => new StoredCommand(c.Key.Organisation, c.Key.Command, c.First().Initiative, c.Min(e => e.Version), c.Count())).ToHashSet();
        others.AddRange(rows.Except(ledger).Select(r => $"recorded, but not so in the ledger: {r}"));
        others.AddRange(ledger.Except(rows).Select(r => $"in the ledger, but not so recorded: {r}"));
        if (ledger.Count != rows.Count)
            others.Add($"{ledger.Count} rows in the ledger, {rows.Count} commands among the events");
        return new(lost, doubled, others);
    }

    /// <summary>Whoever was once told that it is recorded may rely on it. Two such answers name one place.</summary>
    private static Verdict Final(IEnumerable<Outcome> told, string name, List<string> others)
    {
        var certain = told.Where(o => o.Verdict != Verdict.Unknown).ToList();
        if (certain.DistinctBy(o => (o.Verdict, o.Version)).Count() > 1)
            others.Add($"told this and that: {name}");
        return certain.Any(o => o.Verdict == Verdict.Ok) ? Verdict.Ok : certain.Count > 0 ? Verdict.Refused : Verdict.Unknown;
    }

    private static bool InOrder(List<List<StoredEvent>> found, IEnumerable<Outcome> told)
    {
        var first = told.FirstOrDefault(o => o.Version is not null)?.Version ?? found[0][0].Version;
        return found.Index().All(f => f.Item[0].Version == first + f.Index && f.Item[0].Index == f.Index);
    }
}
