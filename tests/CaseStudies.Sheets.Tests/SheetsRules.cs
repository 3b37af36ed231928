using System.Reflection;

namespace CaseStudies.Sheets.Tests;

/// <summary>What Sheets may not do, each rule listing its offenders.</summary>
public sealed class SheetsRules
{
    private static readonly Assembly s_sheets = typeof(SheetFile).Assembly;

    [Fact]
    public void References_nothing_of_ours_but_NodaTime_and_the_base_library() => Assert.Empty(Foreign(s_sheets));

    /// <summary>These tests reference Sheets and xunit: the rule must name both.</summary>
    [Fact]
    public void The_rule_on_references_sees_what_it_forbids() =>
        Assert.Superset(new HashSet<string> { "CaseStudies.Sheets" }, Foreign(typeof(SheetsRules).Assembly).ToHashSet());

    /// <summary>An assembly that is referenced and never used leaves no trace in the compiled one; the project's own file does.</summary>
    [Fact]
    public void Its_project_references_no_project() =>
        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Path.Combine(Sources(), "CaseStudies.Sheets.csproj")), StringComparison.Ordinal);

    private static IEnumerable<string> Foreign(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!)
        .Where(n => n != "NodaTime" && !n.StartsWith("System.", StringComparison.Ordinal));

    private static string Sources()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CaseStudies.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The sources are not above the tests.");
        return Path.Combine(folder, "src", "CaseStudies.Sheets");
    }
}
