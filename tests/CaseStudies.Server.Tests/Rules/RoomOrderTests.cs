using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>Which room of the server may use which: as the drawing in the README says, and in no circle.</summary>
/// <remarks>A new room, or a new use, is drawn there. When the drawing is false the test prints the true one, to be pasted between the markers.</remarks>
public sealed partial class RoomOrderTests
{
    private const string Begin = "<!-- rooms: a test compares this drawing with the sources -->", End = "<!-- /rooms -->";

    /// <summary>Files that put the rooms together and belong to none.</summary>
    private static readonly string[] s_top = ["Program.cs", "ServerApp.cs"];

    private static readonly (string Rule, Regex Banned, string[] Rooms)[] s_bans =
    [
        ("a fold knows no clock", Clock(), ["Projections"]),
        ("a fold makes no ids", FreshId(), ["Projections"]),
    ];

    private static readonly IReadOnlyList<SourceFile> s_sources = SourceFile.All();
    private static readonly RoomGraph s_graph = RoomGraph.Of(s_sources);

    [Fact]
    public void No_rooms_stand_in_a_circle() => Assert.Empty(s_graph.Circles());

    [Fact]
    public void The_drawing_in_the_README_shows_which_room_uses_which() =>
        Assert.True(Lines(Drawn()).ToHashSet().SetEquals(Lines(s_graph.Drawing())), $"The rooms are:\n{s_graph.Drawing()}");

    [Fact]
    public void Every_room_is_drawn_above_those_that_use_it() => Assert.Empty(OutOfOrder(Drawn()));

    [Fact]
    public void Every_file_stands_in_a_room_and_in_its_namespace() => Assert.Empty(s_sources.Where(IsMisplaced).Select(f => f.Path));

    [Fact]
    public void No_source_holds_what_is_banned_in_its_room() => Assert.Empty(s_sources.SelectMany(s => Banned(s.Path, s.Text)));

    [Theory]
    [InlineData("using CaseStudies.Server.Upper;")]
    [InlineData("using static CaseStudies.Server.Upper.Thing;")]
    [InlineData("using T = CaseStudies.Server.Upper.Thing;")]
    [InlineData("    Server.Upper.Thing thing;")]
    [InlineData("    Upper.Thing thing;")]
    [InlineData("    ServerApp.Build();")]
    public void A_use_is_found_however_it_is_written(string line)
    {
        var graph = Graph(
            ("Lower/Sample.cs", line), ("Upper/Thing.cs", "using CaseStudies.Server.Lower; class Thing;"),
            ("ServerApp.cs", "using CaseStudies.Server.Lower; static class ServerApp;"));
        var circle = Assert.Single(graph.Circles());
        Assert.Contains("by Lower/Sample.cs", circle, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@using CaseStudies.Server.Upper")]
    [InlineData("@inject CaseStudies.Server.Upper.Thing Thing")]
    [InlineData("<p>@Upper.Thing.Name</p>")]
    public void Pages_are_read_too(string line)
    {
        var graph = Graph(("Lower/Sample.razor", line), ("Upper/Thing.cs", "class Thing { CaseStudies.Server.Lower.Sample sample; }"));
        Assert.Equal(["{Lower, Upper}: Lower → Upper by Lower/Sample.razor; Upper → Lower by Upper/Thing.cs"], graph.Circles());
    }

    [Fact]
    public void What_is_imported_for_all_files_counts_where_it_is_named()
    {
        var graph = Graph(("Program.cs", "global using CaseStudies.Server.Upper;"), ("Lower/Sample.cs", "Thing thing;"), ("Upper/Thing.cs", "class Thing;"));
        Assert.Equal(["Upper"], graph.UsedBy("Lower"));
    }

    [Fact]
    public void A_circle_through_several_rooms_is_one()
    {
        var graph = Graph(
            ("A/A.cs", "using CaseStudies.Server.B;"), ("B/B.cs", "using CaseStudies.Server.C;"),
            ("C/C.cs", "using CaseStudies.Server.A;"), ("D/D.cs", "using CaseStudies.Server.A;"));
        Assert.Equal(["{A, B, C}: A → B by A/A.cs; B → C by B/B.cs; C → A by C/C.cs"], graph.Circles());
    }

    [Fact]
    public void What_a_comment_or_a_member_says_is_no_use()
    {
        var graph = Graph(
            ("Lower/Sample.cs", "/// <see cref=\"CaseStudies.Server.Upper.Thing\"/>\n// Upper.Thing\n"
                + "var x = model.Upper.Thing + Upper.Other + domain.Server.Upper;"),
            ("Lower/Sample.razor", "@* Upper.Thing *@"), ("Upper/Thing.cs", "class Thing;"));
        Assert.Empty(graph.UsedBy("Lower"));
    }

    [Fact]
    public void A_drawing_that_stands_on_its_head_is_found() => Assert.Equal(["Read uses Store"], OutOfOrder("Read  uses  Store\nStore\n"));

    [Theory]
    [InlineData("Projections/Sample.cs", "var now = SystemClock.Instance.GetCurrentInstant();", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = DateTime.UtcNow;", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = DateTimeOffset.Now;", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "sealed class P(IClock clock);", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = TimeProvider.System.GetUtcNow();", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var id = Guid.NewGuid();", "a fold makes no ids")]
    [InlineData("Projections/Sample.cs", "var id = Guid.CreateVersion7();", "a fold makes no ids")]
    public void The_bans_bite(string file, string text, string rule) => Assert.Equal([$"{file}:1 {rule}"], Banned(file, text));

    [Fact]
    public void What_is_allowed_is_not_reported() => Assert.Empty(Banned("Capture/Sample.cs", "var id = Guid.NewGuid();"));

    /// <summary>As it stands in the README between the markers, without the fence.</summary>
    internal static string Drawn()
    {
        var readme = File.ReadAllText(Repository.Path("README.md")).ReplaceLineEndings("\n");
        var (from, to) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= 0 && to > from, $"README.md needs the drawing between {Begin} and {End}.");
        return string.Join('\n', readme[(from + Begin.Length)..to].Split('\n').Where(l => !l.StartsWith("```", StringComparison.Ordinal)));
    }

    /// <summary>Room → what it uses.</summary>
    internal static IEnumerable<(string Room, string[] Uses)> Rooms(string drawing) =>
        from line in Lines(drawing)
        let parts = line.Split(" uses ")
        select (parts[0], parts.Length == 1 ? [] : parts[1].Split(", "));

    /// <summary>A component has its folder's namespace unless it names another.</summary>
    private static bool IsMisplaced(SourceFile file) => file.IsTop
        ? !s_top.Contains(file.Path)
        : file.NamespaceRoom is { } named ? named != file.Room : file.Path.EndsWith(".cs", StringComparison.Ordinal);

    private static IEnumerable<string> OutOfOrder(string drawing)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (room, uses) in Rooms(drawing))
        {
            foreach (var used in uses.Where(u => !above.Contains(u)))
                yield return $"{room} uses {used}";
            above.Add(room);
        }
    }

    private static IEnumerable<string> Lines(string drawing) =>
        drawing.Split('\n').Select(l => Spaces().Replace(l.Trim(), " ")).Where(l => l.Length > 0);

    private static RoomGraph Graph(params (string File, string Text)[] sources) => RoomGraph.Of(sources.Select(s => SourceFile.Of(s.File, s.Text)));

    private static IEnumerable<string> Banned(string file, string text) =>
        from ban in s_bans
        where ban.Rooms.Contains(new SourceFile(file, text).Room)
        from line in text.Split('\n').Index()
        where ban.Banned.IsMatch(line.Item)
        select $"{file}:{line.Index + 1} {ban.Rule}";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(SystemClock|IClock|TimeProvider|Stopwatch)\b|\bDateTime(Offset)?\.(Utc)?Now\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bGuid\.(NewGuid|CreateVersion7)\b")]
    private static partial Regex FreshId();
}
