using System.Diagnostics;

namespace CaseStudies.Tests.Reference;

/// <summary>Every figure twice: by the product and by a second implementation that has nothing in common with it but the guide's page.</summary>
public class ReferenceTests(ITestOutputHelper output)
{
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_HISTORIES") ?? "10000", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Ten_thousand_histories_agree()
    {
        var watch = Stopwatch.StartNew();
        var trials = new Trial[s_histories];
        Parallel.For(0, trials.Length, seed => trials[seed] = new(seed));

        var table = Coverage.Table(trials) + $"seconds: {watch.Elapsed.TotalSeconds:0}\n";
        output.WriteLine(table);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "reference-coverage.txt"), table);

        var disagreements = trials.SelectMany(t => t.Disagreements).OrderBy(d => d.Length).ToList();
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "reference-disagreements.txt"), string.Join("\n\n", disagreements));
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} figures differ.\n{string.Join("\n\n", disagreements.Take(5))}");
        Assert.All(Coverage.Wanted, what => Assert.True(Coverage.Histories(trials, what) * 20 >= trials.Length, $"'{what}' occurs in less than a twentieth of the histories."));
        Assert.True(trials.Sum(t => t.ThatTell) * 2 >= trials.Sum(t => t.WithValue), "Most values are nought.");
    }
}
