using CaseStudies.Domain.Entries;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Reference.Naive;

namespace CaseStudies.Tests.Reference;

public class ReferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Probe()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("PROBE") ?? "300", System.Globalization.CultureInfo.InvariantCulture);
        var only = Environment.GetEnvironmentVariable("NODE");
        var (agree, disagree) = (0, new Dictionary<string, List<string>>());
        var standing = new Dictionary<string, int>();
        for (var seed = 0; seed < count; seed++)
        {
            var history = new DrawnHistory(seed);
            var rows = Product.Rows(history.Happenings);
            var last = history.Happenings[^1];
            var frontier = history.Happenings[history.Chance.From(history.Happenings.Count / 2, history.Happenings.Count - 1)];
            foreach (var at in (Happening[])[last, frontier])
            {
                var book = EntryBook.AsKnown(rows, at.Version, at.RecordedAt);
                var log = new NaiveLog(history.Happenings, at.Version, at.RecordedAt);
                foreach (var node in DrawnFormulas.Nodes.Where(n => only is null || n == only))
                {
                    var definition = history.Definitions.With(node);
                    var one = Said(() => Seen.Of(Product.Compute(book, definition, history.Period)));
                    var two = Seen.Of(NaiveFigures.Compute(log, definition, history.Period.From, history.Period.To));
                    var key = node + " " + one.First(l => char.IsUpper(l[0])).Split(' ')[0];
                    standing[key] = standing.GetValueOrDefault(key) + 1;
                    if (one.SequenceEqual(two))
                    {
                        agree++;
                        continue;
                    }

                    var (extra, lacking) = (Without(one, two), Without(two, one));
                    if (!disagree.TryGetValue(node, out var list))
                        disagree[node] = list = [];
                    if (one[0].StartsWith("Threw", StringComparison.Ordinal))
                    {
                        var where = one[0].Split('\n').Where(l => l.Contains("CaseStudies.Domain", StringComparison.Ordinal)).Take(2);
                        var why = "Threw: " + one[0].Split('\n')[0] + string.Join("", where);
                        standing[why] = standing.GetValueOrDefault(why) + 1;
                        continue;
                    }
                    if (Environment.GetEnvironmentVariable("DUMP") == $"{seed}")
                    {
                        foreach (var h in history.Happenings)
                            output.WriteLine($"DUMP {h.Version} {h.Name} {h.Body} {h.Opens}");
                    }

                    list.Add($"seed {seed} at {at.Version} of {last.Version} period {history.Period} log problems {string.Join(";", log.Problems)}\n{definition["formula"]!.ToJsonString()} when {definition["when"]?.ToJsonString()} target {definition["target"]} against {definition["against"]?.ToJsonString()} about {definition["show"]!["approximately"]?.ToJsonString()}\n"
                        + $"only product:\n  {string.Join("\n  ", extra.Take(12))}\nonly naive:\n  {string.Join("\n  ", lacking.Take(12))}\n"
                        + $"book problems {string.Join(";", book.Problems)} notes {string.Join(";", Said(() => [.. Product.Compute(book, definition, history.Period).Derivation.Notes.Select(n => n.En)]))}");
                }
            }
        }

        foreach (var (key, number) in standing.OrderBy(k => k.Key))
            output.WriteLine($"{key}: {number}");
        output.WriteLine($"agree {agree}; disagree {string.Join(", ", disagree.Select(d => $"{d.Key} {d.Value.Count}"))}");
        foreach (var text in disagree.SelectMany(d => d.Value.OrderBy(v => v.Length).Take(int.Parse(Environment.GetEnvironmentVariable("SHOW") ?? "2", System.Globalization.CultureInfo.InvariantCulture))))
            output.WriteLine(text + "\n");
        Assert.Empty(disagree);
    }

#pragma warning disable CA1031
    private static List<string> Said(Func<List<string>> say)
    {
        try
        {
            return say();
        }
        catch (Exception e)
        {
            return ["Threw " + e];
        }
    }

    private static List<string> Without(List<string> some, List<string> others)
    {
        var rest = new List<string>(some);
        foreach (var line in others)
            rest.Remove(line);
        return rest;
    }
}
