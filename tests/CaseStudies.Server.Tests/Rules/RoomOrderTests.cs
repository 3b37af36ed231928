using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>Which room of the server may use which; read off the sources, so that an offender is named by its file.</summary>
public sealed partial class RoomOrderTests
{
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        // Counters, logs and their export: everybody may count.
        ["Observability"] = [],
        ["Store"] = [],
        ["Projections"] = ["Store"],
        // What was recorded, in words: for pages and for files.
        ["Telling"] = [],
        ["Read"] = ["Observability", "Projections", "Store", "Access", "Problems", "Telling"],
        ["Capture"] = ["Observability", "Projections", "Store", "Access", "Problems"],
        ["Import"] = ["Observability", "Jobs", "Capture", "Read", "Projections", "Store", "Access", "Problems", "Telling"],
        ["Backup"] = ["Projections", "Store"],
        ["Pages"] = ["Read", "Access", "Problems", "Telling"],
        ["Exports"] = ["Jobs", "Read", "Pages", "Access", "Problems", "Telling"],
        ["Problems"] = ["Observability", "Pages", "Telling"],
        ["Access"] = ["Problems"],
        // Probes, proxy, compression, Scalar: nobody but the composition knows them.
        ["Operations"] = ["Observability", "Access"],
        ["Jobs"] = ["Pages", "Read", "Capture", "Projections", "Store", "Access", "Problems", "Telling"],
        ["Push"] = ["Read", "Capture", "Store", "Access", "Problems"],
        // Generated callers of the handlers of Jobs and Push.
        ["Internal"] = ["Jobs", "Push"],
        // The program's commands put everything together, as ServerApp does.
        ["Commands"] = ["Store", "Projections", "Read", "Capture", "Access", "Problems", "Pages", "Backup", "Exports", "Telling", "Import", "Jobs"],
    };

    /// <summary>File → room, each with its reason.</summary>
    private static readonly HashSet<(string File, string Room)> s_exceptions =
    [
        ("Store/StoreSetup.cs", "Projections"), // the one place that registers projections
    ];

    /// <summary>The one file that appends, and always with the version.</summary>
    private const string Appending = "Store/EventAppend.cs";

    private static readonly (string Rule, Regex Banned, string[] Rooms)[] s_bans =
    [
        ("a plain append gives the inline projection version 0", PlainAppend(), ["Store", "Capture", "Projections", "Read", "Commands", "Pages"]),
        ("events are appended in one place", SqlAppend(), ["Store", "Capture", "Projections", "Read", "Commands", "Pages", "Backup"]),
        ("a fold knows no clock", Clock(), ["Projections"]),
        ("a fold makes no ids", FreshId(), ["Projections"]),
    ];

    [Fact]
    public void Every_room_uses_only_the_rooms_before_it() => Assert.Empty(Sources().SelectMany(s => UsesOutOfOrder(s.File, s.Text)));

    [Fact]
    public void No_source_holds_what_is_banned_in_its_room() => Assert.Empty(Sources().SelectMany(s => Banned(s.File, s.Text)));

    [Fact]
    public void Every_room_is_known_to_this_test() =>
        Assert.Empty(Sources().Select(s => Room(s.File)).Where(r => r.Length > 0).Distinct().Except(s_mayUse.Keys));

    [Fact]
    public void No_exception_outlives_its_need() => Assert.All(s_exceptions, e => Assert.Contains(e.Room, Used(Sources().Single(s => s.File == e.File).Text)));

    [Theory]
    [InlineData("Read/Sample.cs", "using CaseStudies.Server.Capture;", "Read/Sample.cs uses Capture")]
    [InlineData("Projections/Sample.cs", "    CaseStudies.Server.Read.Asked asked;", "Projections/Sample.cs uses Read")]
    [InlineData("Store/Sample.cs", "using static CaseStudies.Server.Projections.Rebuild;", "Store/Sample.cs uses Projections")]
    [InlineData("Pages/Sample.cs", "using CaseStudies.Server.Store;", "Pages/Sample.cs uses Store")]
    [InlineData("Problems/Sample.cs", "using R = CaseStudies.Server.Capture.Recorder;", "Problems/Sample.cs uses Capture")]
    public void The_order_of_rooms_bites(string file, string text, string offence) => Assert.Equal([offence], UsesOutOfOrder(file, text));

    [Theory]
    [InlineData("Capture/Sample.cs", "session.Events.Append(id, fact);", "a plain append gives the inline projection version 0")]
    [InlineData("Commands/Sample.cs", "await session.Events.AppendOptimistic(id, fact);", "a plain append gives the inline projection version 0")]
    [InlineData("Capture/Sample.cs", "insert into {StoreSetup.Schema}.mt_events (", "events are appended in one place")]
    [InlineData("Projections/Sample.cs", "var now = SystemClock.Instance.GetCurrentInstant();", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = DateTime.UtcNow;", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = DateTimeOffset.Now;", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "sealed class P(IClock clock);", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var now = TimeProvider.System.GetUtcNow();", "a fold knows no clock")]
    [InlineData("Projections/Sample.cs", "var id = Guid.NewGuid();", "a fold makes no ids")]
    [InlineData("Projections/Sample.cs", "var id = Guid.CreateVersion7();", "a fold makes no ids")]
    public void The_bans_bite(string file, string text, string rule) => Assert.Equal([$"{file}:1 {rule}"], Banned(file, text));

    [Fact]
    public void What_is_allowed_is_not_reported()
    {
        Assert.Empty(UsesOutOfOrder("Read/Sample.cs", "using CaseStudies.Server.Projections;"));
        Assert.Empty(Banned("Capture/Sample.cs", "stream.AppendOne(e); var id = Guid.NewGuid();"));
    }

    private static IEnumerable<string> UsesOutOfOrder(string file, string text) =>
        from room in Used(text)
        where Room(file) is { Length: > 0 } own && room != own && !s_mayUse[own].Contains(room) && !s_exceptions.Contains((file, room))
        select $"{file} uses {room}";

    private static IEnumerable<string> Banned(string file, string text) =>
        from ban in s_bans
        where ban.Rooms.Contains(Room(file))
        where file != Appending || ban.Banned.ToString() != SqlAppend().ToString()
        from line in text.Split('\n').Index()
        where ban.Banned.IsMatch(line.Item)
        select $"{file}:{line.Index + 1} {ban.Rule}";

    private static IEnumerable<string> Used(string text) => RoomName().Matches(text).Select(m => m.Groups[1].Value).Where(s_mayUse.ContainsKey).Distinct();

    private static string Room(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    private static IEnumerable<(string File, string Text)> Sources()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CaseStudies.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The sources are not above the tests.");
        var server = Path.Combine(folder, "src", "CaseStudies.Server");
        return from path in Directory.EnumerateFiles(server, "*.cs", SearchOption.AllDirectories)
               let file = Path.GetRelativePath(server, path).Replace('\\', '/')
               where !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)
               select (file, File.ReadAllText(path));
    }

    [GeneratedRegex(@"CaseStudies\.Server\.([A-Z]\w*)")]
    private static partial Regex RoomName();

    [GeneratedRegex(@"\.Events\s*\.\s*(Append|AppendOptimistic|AppendExclusive|StartStream)\s*[(<]")]
    private static partial Regex PlainAppend();

    [GeneratedRegex(@"\binsert into \S*mt_(events|streams)\b")]
    private static partial Regex SqlAppend();

    [GeneratedRegex(@"\b(SystemClock|IClock|TimeProvider|Stopwatch)\b|\bDateTime(Offset)?\.(Utc)?Now\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bGuid\.(NewGuid|CreateVersion7)\b")]
    private static partial Regex FreshId();
}
