using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>Tables of Marten and Wolverine are named in one file and written by nobody but them; read off the sources, so that an offender is named
/// by its line.</summary>
public sealed partial class MartenTablesTests
{
    private const string Naming = "Store/MartenTables.cs";
    private const string Appending = "Store/StreamAppends.cs";

    /// <summary>Loads what a backup holds into an empty store.</summary>
    private const string Restoring = "Backup/";

    [Fact]
    public void They_are_named_in_one_file() =>
        Assert.Empty(Lines().Where(l => l.File != Naming && Name().IsMatch(l.Text) && !l.Text.Contains("Tombstones =", StringComparison.Ordinal)).Select(Told));

    [Fact]
    public void They_are_written_by_their_library_alone() =>
        Assert.Empty(Lines().Where(l => !l.File.StartsWith(Restoring, StringComparison.Ordinal) && Write().IsMatch(l.Text)).Select(Told));

    /// <remarks>A plain append gives the inline projection version 0.</remarks>
    [Fact]
    public void Events_are_appended_in_one_file_with_the_version() =>
        Assert.Empty(Lines().Where(l => l.File != Appending && Append().IsMatch(l.Text)).Select(Told));

    [Theory]
    [InlineData("from casestudies.mt_events e", true)]
    [InlineData("join {StoreSetup.Schema}.wolverine_nodes n", true)]
    [InlineData("insert into {StoreSetup.Schema}.mt_events (", true)]
    [InlineData("from {MartenTables.Events} e", false)]
    public void A_name_is_seen(string line, bool seen) => Assert.Equal(seen, Name().IsMatch(line));

    [Theory]
    [InlineData("$\"update {MartenTables.Events} set data = $1\"", true)]
    [InlineData("$\"insert into {MartenTables.Streams} (id) values ($1)\"", true)]
    [InlineData("$\"delete from {MartenTables.InitiativeStates}\"", true)]
    [InlineData("BeginBinaryImportAsync($\"copy {MartenTables.Events} from stdin\")", true)]
    [InlineData("$\"select version from {MartenTables.Streams} for update\"", false)]
    [InlineData("$\"insert into {Tables.Entries} (version) values ($1)\"", false)]
    public void A_write_is_seen(string line, bool seen) => Assert.Equal(seen, Write().IsMatch(line));

    [Theory]
    [InlineData("session.Events.Append(id, fact);", true)]
    [InlineData("await session.Events.AppendOptimistic(id, fact);", true)]
    [InlineData("session.Events.StartStream<InitiativeState>(id, facts);", true)]
    [InlineData("operations.StartStream<InitiativeState>(id, facts);", true)]
    [InlineData("stream.AppendOne(fact);", false)]
    public void An_append_is_seen(string line, bool seen) => Assert.Equal(seen, Append().IsMatch(line));

    private static string Told((string File, int Number, string Text) line) => $"{line.File}:{line.Number} {line.Text.Trim()}";

    private static IEnumerable<(string File, int Number, string Text)> Lines() =>
        from file in SourceFile.All()
        from line in file.Text.Split('\n').Index()
        select (file.Path, line.Index + 1, line.Item);

    [GeneratedRegex(@"\b(mt|wolverine)_\w+")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(insert\s+into|update|delete\s+from|copy|truncate(\s+table)?)\s+\{MartenTables\.")]
    private static partial Regex Write();

    [GeneratedRegex(@"\.Events\s*\.\s*Append\s*[(<]|\.(AppendOptimistic|AppendExclusive|StartStream)\s*[(<]")]
    private static partial Regex Append();
}
