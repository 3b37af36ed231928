using System.Text.RegularExpressions;

namespace CaseStudies.Tests.Rules;

/// <summary>A test that sleeps is slow on a fast machine and fails on a slow one. Tests wait for a condition, by Until.</summary>
public sealed partial class WaitRules
{
    /// <summary>Where time may pass by itself, and why.</summary>
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["Until.cs"] = "The pause between two looks at a condition.",
        ["CaseStudies.Server.Tests/Faults/Cluster.cs"] = "How long a fault lasts.",
        ["CaseStudies.Server.Tests/Faults/Phone.cs"] = "A client waits, a seeded while, before it asks again.",
        ["CaseStudies.Server.Tests/Import/LargeImportTests.cs"] = "Samples the memory in use while an import runs.",
        ["CaseStudies.Benchmarks/FigureReadings.cs"] = "A writer of a steady rate; a program, not a test.",
        ["CaseStudies.Benchmarks/Imports.cs"] = "Samples the memory in use while an import runs.",
        ["CaseStudies.Benchmarks/Fairness.cs"] = "Clients of a steady rate; a program, not a test.",
        ["CaseStudies.Benchmarks/Loads.cs"] = "A client that is turned away waits as it is told; a program, not a test.",
        ["CaseStudies.Benchmarks/Starvation.cs"] = "A client looks once a second how far its import has come; a program, not a test.",
        ["CaseStudies.Benchmarks/ServedProgram.cs"] = "Measures how long a start takes; a program, not a test.",
    };

    [Fact]
    public void Tests_sleep_nowhere_but_where_a_reason_is_given() => Assert.Equal(
        s_allowed.Keys.Order(StringComparer.Ordinal),
        (from file in Directory.EnumerateFiles(SourceTree.Path("tests"), "*.cs", SearchOption.AllDirectories)
         let name = Path.GetRelativePath(SourceTree.Path("tests"), file).Replace('\\', '/')
         where !Outputs().IsMatch(name) && name != "CaseStudies.Tests/Rules/WaitRules.cs" && Sleep().IsMatch(File.ReadAllText(file))
         select name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("await Task.Delay(5);")]
    [InlineData("Thread.Sleep(5);")]
    [InlineData("using var pace = new PeriodicTimer(pause);")]
    [InlineData("SpinWait.SpinUntil(holds);")]
    public void The_rule_sees_what_it_forbids(string line) => Assert.Matches(Sleep(), line);

    [GeneratedRegex(@"\b(Task\s*\.\s*Delay|Thread\s*\.\s*Sleep|PeriodicTimer|SpinWait)\b")]
    private static partial Regex Sleep();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex Outputs();
}
