using System.Globalization;

namespace CaseStudies.Tests.Rules;

/// <summary>Lines of code have at most 160 characters, as .editorconfig says; nothing else checks it.</summary>
public sealed class LineLengthTests
{
    private const int Maximum = 160;

    private static readonly string[] s_roots = ["src", "tests"];

    /// <summary>Written by the build, or by Wolverine.</summary>
    private static readonly string[] s_generated = ["/obj/", "/bin/", "/Internal/Generated/"];

    /// <summary>Files not wrapped yet and the most long lines that each may have. Nothing is added here; a file that is wrapped leaves.</summary>
    private static readonly Dictionary<string, int> s_unwrapped = new(StringComparer.Ordinal)
    {
        ["tests/CaseStudies.Benchmarks/Imports.cs"] = 5,
        ["tests/CaseStudies.Benchmarks/ServerStart.cs"] = 1,
        ["tests/CaseStudies.Server.Tests/Access/Startup.cs"] = 2,
        ["tests/CaseStudies.Server.Tests/Backup/CommandLineTests.cs"] = 4,
        ["tests/CaseStudies.Server.Tests/Backup/Writers.cs"] = 3,
        ["tests/CaseStudies.Server.Tests/Capture/AtomicBatchTests.cs"] = 13,
        ["tests/CaseStudies.Server.Tests/Capture/BatchCutTests.cs"] = 3,
        ["tests/CaseStudies.Server.Tests/Capture/DurabilityTests.cs"] = 4,
        ["tests/CaseStudies.Server.Tests/Capture/GroupCommitQueueTests.cs"] = 2,
        ["tests/CaseStudies.Server.Tests/Capture/SmallPoolTests.cs"] = 1,
        ["tests/CaseStudies.Server.Tests/Faults/FaultPostgres.cs"] = 2,
        ["tests/CaseStudies.Server.Tests/Faults/KillRun.cs"] = 6,
        ["tests/CaseStudies.Server.Tests/Faults/Phone.cs"] = 3,
        ["tests/CaseStudies.Server.Tests/Import/LargeImportTests.cs"] = 3,
        ["tests/CaseStudies.Server.Tests/Import/ResumedImportTests.cs"] = 8,
        ["tests/CaseStudies.Server.Tests/Projections/HaltedViewTests.cs"] = 4,
        ["tests/CaseStudies.Server.Tests/Projections/KilledNodeTests.cs"] = 2,
        ["tests/CaseStudies.Server.Tests/Projections/RebuildBesideTests.cs"] = 2,
        ["tests/CaseStudies.Server.Tests/Push/FeedPushTests.cs"] = 1,
        ["tests/CaseStudies.Server.Tests/Read/Feed/FeedTests.cs"] = 14,
    };

    [Fact]
    public void No_line_is_longer_than_160_characters()
    {
        var files = Files().ToList();
        Assert.True(files.Count > 800, $"Only {files.Count} files were found.");
        var lines = files.SelectMany(f => TooLong(f, File.ReadLines(SourceTree.Path(f)))).ToLookup(l => l.File);
        Assert.Empty(lines.Where(f => f.Count() > s_unwrapped.GetValueOrDefault(f.Key)).SelectMany(f => f));
        Assert.Empty(s_unwrapped.Keys.Except(lines.Select(f => f.Key)));
    }

    [Fact]
    public void The_editor_is_told_the_same_length() =>
        Assert.Contains($"max_line_length = {Maximum}", File.ReadLines(SourceTree.Path(".editorconfig")));

    [Fact]
    public void A_line_of_161_characters_is_found_and_one_of_160_is_not() => Assert.Equal(
        [("a.cs", 2, 161)],
        TooLong("a.cs", [new string('x', 160), new string('x', 161), new string('字', 160), string.Concat(Enumerable.Repeat("👪", 160))]));

    [Theory]
    [InlineData("src/CaseStudies.Server/Internal/Generated/A.cs", false)]
    [InlineData("src/CaseStudies.Server/obj/Debug/A.cs", false)]
    [InlineData("src/CaseStudies.Server/Pages/A.razor", true)]
    [InlineData("src/CaseStudies.Server/Pages/a.css", false)]
    [InlineData("src/CaseStudies.Server/Internal/A.cs", true)]
    public void Only_generated_code_is_exempt(string file, bool isChecked) => Assert.Equal(isChecked, IsChecked(file));

    /// <summary>Counts characters as a reader does: neither bytes nor UTF-16 code units.</summary>
    private static IEnumerable<(string File, int Line, int Length)> TooLong(string file, IEnumerable<string> lines) =>
        from line in lines.Index()
        let length = line.Item.Length <= Maximum ? 0 : new StringInfo(line.Item).LengthInTextElements
        where length > Maximum
        select (file, line.Index + 1, length);

    private static IEnumerable<string> Files() => s_roots
        .SelectMany(d => Directory.EnumerateFiles(SourceTree.Path(d), "*", SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(SourceTree.Root, f).Replace(Path.DirectorySeparatorChar, '/')).Where(IsChecked);

    private static bool IsChecked(string file) =>
        Path.GetExtension(file) is ".cs" or ".razor" && !s_generated.Any(g => file.Contains(g, StringComparison.Ordinal));
}
