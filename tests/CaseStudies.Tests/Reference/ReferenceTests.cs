using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Reference.Drawn;

namespace CaseStudies.Tests.Reference;

/// <summary>Every figure twice: by the product and by a second implementation that has nothing in common with it but the guide's page.</summary>
[Trait("Takes", "long")]
public class ReferenceTests(ITestOutputHelper output)
{
    /// <summary>Fewer notice most of what ten thousand do, where many runs wait for them: <c>CASESTUDIES_HISTORIES=1000</c>.</summary>
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_HISTORIES") ?? "10000", CultureInfo.InvariantCulture);

    /// <summary>Other histories than the usual ones, for who looks for more: <c>CASESTUDIES_SEED=10000</c> begins behind them.</summary>
    private static readonly int s_firstSeed = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_SEED") ?? "0", CultureInfo.InvariantCulture);

    [Fact]
    public void The_reference_uses_nothing_of_the_product() =>
        Assert.All(Directory.GetFiles(SourceTree.Path("tests", "CaseStudies.Tests", "Reference", "Naive")), file =>
            Assert.DoesNotContain("CaseStudies.Domain", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Every_node_of_the_algebra_is_drawn() => Assert.Equal(
        typeof(Formula).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(n => (string)n.TypeDiscriminator!).Order(StringComparer.Ordinal),
        DrawnFormulas.Nodes.Order(StringComparer.Ordinal));

    [Fact]
    public void Ten_thousand_histories_agree()
    {
        var watch = Stopwatch.StartNew();
        var trials = new Trial[s_histories];
        Parallel.For(0, s_histories, number => trials[number] = new(s_firstSeed + number));

        var table = Coverage.Table(trials) + $"seconds: {watch.Elapsed.TotalSeconds:0}\n";
        output.WriteLine(table);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "reference-coverage.txt"), table);

        var disagreements = trials.SelectMany(t => t.Disagreements).OrderBy(d => d.Length).ToList();
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "reference-disagreements.txt"), string.Join("\n\n", disagreements));
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} figures differ.\n{string.Join("\n\n", disagreements.Take(5))}");
        Assert.All(Coverage.Wanted,
            what => Assert.True(Coverage.Histories(trials, what) * 20 >= s_histories, $"'{what}' occurs in less than a twentieth of the histories."));
        Assert.All(Coverage.Rare, what => Assert.True(Coverage.Histories(trials, what) > 0, $"'{what}' does not occur."));
        Assert.True(trials.Sum(t => t.ThatTell) * 2 >= trials.Sum(t => t.WithValue), "Most values are nought.");
    }
}
