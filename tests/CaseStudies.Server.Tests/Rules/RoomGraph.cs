using System.Text;
using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>Which room of the server uses which, read off the sources. A room is a folder; a file at the top is a room of its own.</summary>
internal sealed partial class RoomGraph
{
    private const string Root = "CaseStudies.Server";

    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> _files = new(StringComparer.Ordinal);

    private RoomGraph(IReadOnlyList<SourceFile> files)
    {
        var types = files.GroupBy(f => f.Room).ToDictionary(
            r => r.Key, r => r.SelectMany(f => f.Declared).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        // Types that a file can name without importing their room: those of the parent namespace, and of rooms imported for all.
        var global = files.SelectMany(f => GlobalUsing().Matches(f.Text)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var everywhere = files.Where(f => f.IsTop || global.Contains(f.Room))
            .SelectMany(f => f.Declared.Select(t => (Type: t, f.Room))).ToLookup(t => t.Type, t => t.Room, StringComparer.Ordinal);
        foreach (var room in types.Keys)
            _files[room] = new(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var used in Used(file.Text, types, everywhere).Where(r => r != file.Room && types.ContainsKey(r)))
            {
                if (!_files[file.Room].TryGetValue(used, out var offenders))
                    _files[file.Room][used] = offenders = new(StringComparer.Ordinal);
                offenders.Add(file.Path);
            }
        }
    }

    public IEnumerable<string> Rooms => _files.Keys;

    public static RoomGraph Of(IEnumerable<SourceFile> files) => new([.. files]);

    public IEnumerable<string> UsedBy(string room) => _files[room].Keys;

    /// <summary>Each set of rooms that reach one another, with the files by which they do.</summary>
    public IEnumerable<string> Circles()
    {
        var reached = _files.Keys.ToDictionary(r => r, Reached, StringComparer.Ordinal);
        return from room in _files.Keys
               where reached[room].Contains(room)
               let circle = reached[room].Where(r => reached[r].Contains(room)).Order(StringComparer.Ordinal).ToList()
               where circle[0] == room
               select $"{{{string.Join(", ", circle)}}}: " + string.Join("; ",
                   from a in circle from b in circle where _files[a].ContainsKey(b) select $"{a} → {b} by {string.Join(", ", _files[a][b])}");
    }

    /// <summary>The lowest room first, one line a room: <c>Room  uses  Room, Room</c>.</summary>
    public string Drawing()
    {
        var (text, drawn, width) = (new StringBuilder(), new HashSet<string>(StringComparer.Ordinal), _files.Keys.Max(r => r.Length));
        while (drawn.Count < _files.Count)
        {
            var next = _files.Keys.Where(r => !drawn.Contains(r))
                .OrderBy(r => _files[r].Keys.Any(u => !drawn.Contains(u))).ThenBy(r => r, StringComparer.Ordinal).First();
            drawn.Add(next);
            text.AppendLine(Line(next, width));
        }

        return text.ToString();
    }

    private string Line(string room, int width) => _files[room].Count == 0 ? room : $"{room.PadRight(width)}  uses  {string.Join(", ", _files[room].Keys)}";

    private HashSet<string> Reached(string from)
    {
        var (reached, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(_files[from].Keys));
        while (open.TryPop(out var room))
        {
            if (reached.Add(room))
                _files[room].Keys.ToList().ForEach(open.Push);
        }

        return reached;
    }

    private static IEnumerable<string> Used(string text, Dictionary<string, HashSet<string>> types, ILookup<string, string> everywhere) =>
        FullName().Matches(text).Select(m => m.Groups[1].Value)
            .Concat(PartialName().Matches(text).Select(m => (Room: m.Groups[1].Value, Type: m.Groups[2].Value))
                .Where(n => types.TryGetValue(n.Room, out var own) && own.Contains(n.Type)).Select(n => n.Room))
            .Concat(SimpleName().Matches(text).SelectMany(m => everywhere[m.Value]));

    /// <summary>Imported or written in full, the parent's part left out or not.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:CaseStudies\.)?Server\.([A-Z]\w*)")]
    private static partial Regex FullName();

    /// <summary>The parent namespace lets a sibling be named by its last part alone.</summary>
    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex PartialName();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex SimpleName();

    [GeneratedRegex(@"\bglobal\s+using\s+(?:static\s+)?(?:\w+\s*=\s*)?" + Root + @"\.([A-Z]\w*)")]
    private static partial Regex GlobalUsing();
}

/// <summary>One source of the server, without its comments.</summary>
/// <param name="Path">Below the server's folder, with forward slashes.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    public bool IsTop => !Path.Contains('/', StringComparison.Ordinal);

    public string Room => IsTop ? System.IO.Path.GetFileNameWithoutExtension(Path) : Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The types that it declares; a component is named by its file.</summary>
    public IEnumerable<string> Declared => Path.EndsWith(".razor", StringComparison.Ordinal)
        ? [System.IO.Path.GetFileNameWithoutExtension(Path)]
        : Declaration().Matches(Text).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value);

    /// <summary>The room that its namespace names; null where it declares none.</summary>
    public string? NamespaceRoom => Namespace().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    public static SourceFile Of(string path, string text) => new(path, Comment().Replace(text, ""));

    public static IReadOnlyList<SourceFile> All() => [.. Read()];

    private static IEnumerable<SourceFile> Read()
    {
        var server = Repository.Path("src", "CaseStudies.Server");
        return from path in Directory.EnumerateFiles(server, "*", SearchOption.AllDirectories)
               where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
               let file = System.IO.Path.GetRelativePath(server, path).Replace('\\', '/')
               where !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal)
                   && !file.StartsWith("Internal/", StringComparison.Ordinal) // generated by Wolverine
               orderby file
               select Of(file, File.ReadAllText(path));
    }

    /// <remarks>An address such as https://example.org in a text is no comment.</remarks>
    [GeneratedRegex(@"(?<!:)//.*|/\*[\s\S]*?\*/|@\*[\s\S]*?\*@")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:class|record\s+struct|record|struct|interface|enum)\s+([A-Z]\w*)|\bdelegate\s+[\w<>?,. \[\]]+\s([A-Z]\w*)\s*\(")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*@?namespace\s+CaseStudies\.Server(?:\.(\w+))?", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
