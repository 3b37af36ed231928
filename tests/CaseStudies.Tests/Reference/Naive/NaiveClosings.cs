using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>A time that a period was closed.</summary>
/// <param name="Reopened">The version at which it was reopened.</param>
internal sealed record NaiveClosing(Days Period, int Number, int Version, int? Reopened);

/// <summary>What is said of a closed period, and what was changed since, by the guide's page "How a figure is read".</summary>
internal sealed class NaiveClosings(IReadOnlyList<Happening> happenings)
{
    private readonly Dictionary<(int, Days, Instant), SortedDictionary<string, string>> _read = [];

    /// <summary>The last mark of each period that has one.</summary>
    public IEnumerable<(Days Period, string State, int Version)> Standings => Marks().GroupBy(m => m.Period).Select(g => g.Last());

    public List<NaiveClosing> All => [.. Marks().GroupBy(m => m.Period).SelectMany(period => period.Where(m => m.State == "closed").Select((closed, index) =>
        new NaiveClosing(period.Key, index + 1, closed.Version,
            period.Where(m => m.State == "reopened" && m.Version > closed.Version).Select(m => (int?)m.Version).FirstOrDefault())))];

    /// <summary>The number of the closing that stood when something came; null while the period was reopened.</summary>
    public int? During(Days period, int version) =>
        All.Find(c => c.Period == period && c.Version < version && !(c.Reopened < version))?.Number;

    /// <summary>Whether what a version said altered a figure of the period: just before and just after it, on the same day.</summary>
    public bool Altered(Days period, int version)
    {
        var at = happenings.Single(h => h.Version == version).RecordedAt;
        return !Read(period, version - 1, at).SequenceEqual(Read(period, version, at));
    }

    /// <summary>The figures of a period by indicator, as known at a version and asked for at an instant.</summary>
    public SortedDictionary<string, string> Read(Days period, int version, Instant at)
    {
        if (_read.TryGetValue((version, period, at), out var read))
            return read;
        var log = new NaiveLog(happenings, version, at);
        read = new(StringComparer.Ordinal);
        foreach (var definitions in NaiveDefinitions.Of(log).Where(d => d.IsInPeriodsFrom(period.First!.Value)))
        {
            var governing = definitions.Governing(period.Last);
            var figure = NaiveFigures.Compute(log, governing.Definition, period.First!.Value, period.Last);
            read[definitions.Key] = $"{governing.Number} {figure.Outcome} {figure.Target} {string.Join(';', figure.Comparisons)} {figure.UnderReview.Count}";
        }

        return _read[(version, period, at)] = read;
    }

    private IEnumerable<(Days Period, string State, int Version)> Marks() =>
        from happening in happenings where happening.Name == "period_marked"
        let body = JsonNode.Parse(happening.Body)!
        select (new Days(Revision.Date((string)body["from"]!), Revision.Date((string)body["to"]!)), (string)body["state"]!, happening.Version);
}
