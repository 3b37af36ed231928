using System.Globalization;
using System.Text;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What runs have shown, by the kind of fault.</summary>
internal sealed class FaultTable
{
    /// <summary>How soon after a fault the program promises to be at work again.</summary>
    public static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    private readonly List<Row> _rows = [];
    private readonly List<string> _others = [];

    private sealed record Row(Victim Victim, int Nodes, int Acknowledged, int Unanswered, int Lost, int Doubled, int Wrong,
        IReadOnlyList<TimeSpan?> Recovered);

    /// <summary>Those among these kinds that were there, and at which every question was answered all the same: nobody noticed the fault.</summary>
    public IEnumerable<Victim> Unnoticed(params IEnumerable<Victim> kinds) =>
        _rows.GroupBy(r => r.Victim).Where(r => kinds.Contains(r.Key) && r.All(k => k.Unanswered == 0)).Select(r => r.Key);

    /// <summary>Left open: asked, and not told what became of it.</summary>
    /// <param name="outcomes">Whatever was acknowledged, lost or doubled counts for the fault that came last before its first acknowledgement.</param>
    public void Add(int nodes, IReadOnlyList<Injection> injections, IReadOnlyList<Outcome> outcomes, Findings findings)
    {
        var kinds = outcomes.GroupBy(o => o.Number).ToDictionary(o => o.Key, o => KindOf(o.FirstOrDefault(t => t.Verdict == Verdict.Ok) ?? o.Last()));
        var acknowledged = outcomes.Where(o => o.Verdict == Verdict.Ok).Select(o => o.Number).Distinct().CountBy(n => kinds[n]).ToDictionary();
        var unanswered = outcomes.Where(o => o.Verdict == Verdict.Unknown).CountBy(KindOf).ToDictionary();
        var (lost, doubled) = (ByKind(findings.Lost), ByKind(findings.Doubled));
        foreach (var kind in injections.GroupBy(i => i.Fault.Victim))
            _rows.Add(new(kind.Key, nodes, acknowledged.GetValueOrDefault(kind.Key), unanswered.GetValueOrDefault(kind.Key),
                lost.GetValueOrDefault(kind.Key), doubled.GetValueOrDefault(kind.Key), kind.Sum(i => i.Wrong.Count), [.. kind.Select(i => i.Recovered)]));
        _others.AddRange(findings.Others);

        Victim KindOf(Outcome outcome) => injections.Count == 0 ? default : injections[Math.Clamp(outcome.Fault - 1, 0, injections.Count - 1)].Fault.Victim;

        Dictionary<Victim, int> ByKind(IReadOnlyList<string> found) => found.Select(Findings.NumberOf).CountBy(n => kinds.GetValueOrDefault(n)).ToDictionary();
    }

    public override string ToString()
    {
        var text = new StringBuilder(
            "| fault | nodes | injections | acknowledged | left open | lost | doubled | wrong figures | recovered by itself | within 10 s "
            + "| median; slowest, s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var row in _rows.OrderBy(r => r.Victim).ThenBy(r => r.Nodes))
            text.Append(Line(Name(row.Victim), $"{row.Nodes}", [row]));
        return text.Append(Line("all", "", _rows)).Append(CultureInfo.InvariantCulture, $"\notherwise wrong: {_others.Count}\n").ToString();
    }

    private static string Line(string name, string nodes, IReadOnlyList<Row> rows)
    {
        var recovered = rows.SelectMany(r => r.Recovered).ToList();
        var times = recovered.OfType<TimeSpan>().Order().ToList();
        string[] cells = [name, nodes, Number(recovered.Count), Number(rows.Sum(r => r.Acknowledged)), Number(rows.Sum(r => r.Unanswered)),
            Number(rows.Sum(r => r.Lost)), Number(rows.Sum(r => r.Doubled)), Number(rows.Sum(r => r.Wrong)), $"{times.Count} of {recovered.Count}",
            $"{times.Count(t => t <= Promised)} of {recovered.Count}", times.Count == 0 ? "–" : $"{Seconds(times[times.Count / 2])}; {Seconds(times[^1])}"];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Number(int value) => value.ToString("n0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Name(Victim victim) => victim switch
    {
        Victim.Application => "server killed",
        Victim.Backend => "backend killed",
        Victim.Postmaster => "postmaster killed",
        Victim.Immediate => "PostgreSQL stopped at once",
        Victim.Line => "line to PostgreSQL or client cut",
        Victim.StoppedApplication => "server stopped for a while",
        Victim.StoppedBackend => "backend stopped for a while",
        Victim.SilentLine => "line to PostgreSQL silent for a while",
        Victim.FullDisk => "disk full",
        Victim.ShortTimeout => "statement timeouts",
        Victim.NoConnections => "connections exhausted",
        Victim.MovedClock => "server's clock a day off",
        Victim.ReadOnly => "database read-only",
        _ => throw new ArgumentOutOfRangeException(nameof(victim)),
    };
}
