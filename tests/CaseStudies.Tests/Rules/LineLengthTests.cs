using System.Globalization;

namespace CaseStudies.Tests.Rules;

/// <summary>Lines of code have at most 160 characters, as .editorconfig says; nothing else checks it.</summary>
public sealed class LineLengthTests
{
    private const int Maximum = 160;

    private static readonly string[] s_roots = ["src", "tests"];

    /// <summary>Written by the build, or by Wolverine.</summary>
    private static readonly string[] s_generated = ["/obj/", "/bin/", "/Internal/Generated/"];

    [Fact]
    public void No_line_is_longer_than_160_characters()
    {
        var files = Files().ToList();
        Assert.True(files.Count > 800, $"Only {files.Count} files were found.");
        Assert.Empty(files.SelectMany(f => TooLong(f, File.ReadLines(SourceTree.Path(f)))));
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
