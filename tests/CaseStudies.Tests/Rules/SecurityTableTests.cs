using System.Globalization;
using System.Text.RegularExpressions;

namespace CaseStudies.Tests.Rules;

/// <summary>
/// The verdicts of src/SECURITY.md are complete, add up, and name nothing that is not there. Whether a test shows what its row says, somebody must read.
/// </summary>
public sealed partial class SecurityTableTests
{
    /// <summary>The requirements of ASVS 5.0.0 at each of the two levels.</summary>
    private const int FirstLevel = 70, SecondLevel = 183;

    private const int LongestLine = 200, MostWords = 8;

    private static readonly string[] s_verdicts = ["held", "operator", "does not apply", "open"];
    private static readonly string[] s_roots = ["src", "ops", "tests"];
    private static readonly string s_text = File.ReadAllText(SourceTree.Path("src", "SECURITY.md"));
    private static readonly string[] s_files = [.. Files()];

    private static readonly HashSet<string> s_sections =
        [.. Sections("../ops/README.md#", SourceTree.Path("ops", "README.md")), .. Sections("#", SourceTree.Path("src", "SECURITY.md"))];

    private sealed record Row(string Chapter, string Number, string Level, string What, string Verdict, string Why);

    [Fact]
    public void Every_requirement_has_one_row_in_its_place()
    {
        var rows = Rows(s_text);

        Assert.Equal((FirstLevel, SecondLevel), (rows.Count(r => r.Level == "1"), rows.Count(r => r.Level == "2")));
        Assert.Equal(FirstLevel + SecondLevel, rows.Select(r => r.Number).Distinct().Count());
        Assert.All(rows, r => Assert.Matches(Number(), r.Number));
        Assert.All(rows, r => Assert.StartsWith(r.Chapter + ".", r.Number, StringComparison.Ordinal));
        Assert.Equal(rows.Select(r => Version.Parse(r.Number)).Order(), rows.Select(r => Version.Parse(r.Number)));
    }

    [Fact]
    public void A_row_says_what_is_asked_in_few_words_how_it_stands_and_why()
    {
        Assert.All(Rows(s_text), r =>
        {
            Assert.InRange(r.What.Split(' ').Length, 1, MostWords);
            Assert.Contains(r.Verdict, s_verdicts);
            Assert.True(r is { What.Length: > 0, Why.Length: > 0 }, r.Number);
        });
        Assert.All(s_text.Split('\n'), l => Assert.True(l.Length <= LongestLine, l));
    }

    [Fact]
    public void The_totals_in_the_head_are_those_of_the_rows()
    {
        var rows = Rows(s_text);

        Assert.Equal(
            s_verdicts.Select(v => (v, rows.Count(r => r.Verdict == v && r.Level == "1"), rows.Count(r => r.Verdict == v && r.Level == "2"),
                rows.Count(r => r.Verdict == v))),
            Totals(s_text));
    }

    [Fact]
    public void Tests_places_and_sections_that_a_row_names_exist() => Assert.Empty(Missing(s_text));

    [Fact]
    public void What_is_held_names_a_test_or_a_place_and_what_is_the_operators_names_a_section()
    {
        var rows = Rows(s_text);

        Assert.Empty(rows.Where(r => r.Verdict == "held" && !Names(r).Any(n => Test().IsMatch(n) || Place().IsMatch(n))).Select(r => r.Number));
        Assert.Empty(rows.Where(r => r.Verdict == "operator" && !Section().IsMatch(r.Why)).Select(r => r.Number));
    }

    [Fact]
    public void The_inventory_of_cryptography_names_each_file_that_uses_a_key_or_makes_a_secret()
    {
        var inventory = s_text.Split("\n## ").Single(c => c.StartsWith("Cryptography\n", StringComparison.Ordinal));
        var uses = s_files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal)
            && Cryptography().IsMatch(File.ReadAllText(SourceTree.Path(f.Split('/'))))).Select(f => f.Split('/')[^1]).ToList();

        Assert.Contains("ChunkCipher.cs", uses);
        Assert.DoesNotContain(uses, f => !inventory.Contains($"`{f}`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("`RouteMatrixTests`", "`RouteTableTests`"), InlineData("`Access/RoleTests`", "`RoleTests`")]
    [InlineData("`ops/nginx/casestudies.conf`", "`ops/apache/casestudies.conf`"), InlineData("`ServerApp.cs`", "`Serverapp.cs`")]
    [InlineData("README.md#monitoring", "README.md#watching"), InlineData("[Keys](#keys)", "[Keys](#key)")]
    public void A_name_that_is_wrong_is_found(string right, string wrong)
    {
        Assert.Contains(right, s_text, StringComparison.Ordinal);
        Assert.NotEmpty(Missing(s_text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_row_that_is_taken_out_or_broken_is_missed()
    {
        var line = s_text.Split('\n').Single(l => l.StartsWith("| 8.2.1 |", StringComparison.Ordinal));

        Assert.Equal(FirstLevel + SecondLevel - 1, Rows(s_text.Replace(line + "\n", "", StringComparison.Ordinal)).Count);
        Assert.Throws<FormatException>(() => Rows(s_text.Replace(line, line + " more |", StringComparison.Ordinal)));
    }

    private static List<Row> Rows(string text) =>
        (from chapter in text.Split("\n## ").Where(c => char.IsAsciiDigit(c[0]))
         let number = chapter.Split(' ')[0]
         from cells in Cells(chapter)
         where cells[0] != "no."
         select cells is [var requirement, var level, var what, var verdict, var why]
             ? new Row(number, requirement, level, what, verdict, why)
             : throw new FormatException($"Not five cells: {string.Join(" | ", cells)}")).ToList();

    private static IEnumerable<(string Verdict, int First, int Second, int Both)> Totals(string text) =>
        from cells in Cells(text.Split("\n## ")[0])
        where cells[0] != "verdict"
        select (cells[0], Whole(cells[2]), Whole(cells[3]), Whole(cells[4]));

    /// <summary>The rows of the tables in a text, without the lines below their headings.</summary>
    private static IEnumerable<string[]> Cells(string text) =>
        from line in text.Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal)
        select line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray();

    /// <summary>The links to the sections of a page.</summary>
    private static IEnumerable<string> Sections(string page, string file) => File.ReadLines(file).Where(l => l.StartsWith("## ", StringComparison.Ordinal))
        .Select(l => page + l[3..].Trim().ToLowerInvariant().Replace(' ', '-'));

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static List<string> Missing(string text) => Rows(text).SelectMany(r =>
        Names(r).Where(n => Test().IsMatch(n) ? !IsTest(n) : Place().IsMatch(n) && !s_files.Any(f => EndsWith(f, n)))
            .Concat(Section().Matches(r.Why).Select(m => m.Groups[1].Value).Where(s => !s_sections.Contains(s)))
            .Select(n => $"{r.Number}: {n}")).ToList();

    private static IEnumerable<string> Names(Row row) => Backticked().Matches(row.Why).Select(m => m.Groups[1].Value);

    /// <summary>One file of the tests is called so, and holds a class of that name. Where two are, the row must say in which folder.</summary>
    private static bool IsTest(string name) =>
        s_files.Where(f => f.StartsWith("tests/", StringComparison.Ordinal) && EndsWith(f, name + ".cs")).ToList() is [var file]
        && Regex.IsMatch(File.ReadAllText(SourceTree.Path(file.Split('/'))), $@"\bclass {name.Split('/')[^1]}\b");

    private static bool EndsWith(string file, string name) => file == name || file.EndsWith("/" + name, StringComparison.Ordinal);

    private static IEnumerable<string> Files() => s_roots
        .SelectMany(d => Directory.EnumerateFiles(SourceTree.Path(d), "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(SourceTree.Root))
        .Select(f => Path.GetRelativePath(SourceTree.Root, f).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(f => !Outputs().IsMatch(f));

    [GeneratedRegex(@"\A[1-9][0-9]?\.[1-9][0-9]?\.[1-9][0-9]?\z")]
    private static partial Regex Number();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticked();

    [GeneratedRegex(@"\A(\w+/)?\w+(Tests|Rules)\z")]
    private static partial Regex Test();

    [GeneratedRegex(@"\A\w[\w./-]*(\.(cs|razor|md|txt|json|conf|yml|props|service)|Dockerfile)\z")]
    private static partial Regex Place();

    [GeneratedRegex(@"\]\(((?:\.\./ops/README\.md)?#[a-z-]+)\)")]
    private static partial Regex Section();

    [GeneratedRegex("HMAC[S(]|AesGcm|HKDF|Argon2|RandomNumberGenerator|SecurityAlgorithms|IterationCount|SHA512|AddDataProtection|RSA|ECDsa|MD5|SHA1")]
    private static partial Regex Cryptography();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex Outputs();
}
