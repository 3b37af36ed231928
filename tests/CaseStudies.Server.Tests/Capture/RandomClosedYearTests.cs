using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Faults;
using CaseStudies.Server.Tests.Import;
using NodaTime;
using static CaseStudies.Server.Tests.Capture.ClosedYear;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>
/// Random acts and imports on closed years. What was announced is what happened, and the answer names exactly the closings whose list has got changes;
/// where it names none, no figure of the closed year has changed. <c>CASESTUDIES_CLOSED_ACTS=1000</c> for a longer look, <c>CASESTUDIES_SEED</c> for others.
/// </summary>
public sealed class RandomClosedYearTests : IClassFixture<ServerFixture>
{
    private const int ActsEach = 40;

    private const string Mapping =
        """
        {"kind":"events","fact":"consultation_received","columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"日付"},
        {"as":"member","member":"channel","header":"方法"}]}
        """;

    private static readonly int s_acts = RunSettings.Number("CASESTUDIES_CLOSED_ACTS", 240);

    private readonly ServerFixture _server;
    private readonly Dictionary<string, int> _tally = [];

    public RandomClosedYearTests(ServerFixture server)
    {
        _server = server;
        server.Clock.Reset(Instant.FromUtc(2026, 7, 10, 0, 0)); // every cut-off has passed
    }

    [Fact]
    public async Task What_was_announced_is_what_happened_and_the_answer_is_the_list()
    {
        for (var initiative = 0; _tally.GetValueOrDefault("acts") < s_acts; initiative++)
            await RunAsync(initiative);
        var tally = string.Join(", ", _tally.Select(t => $"{t.Value} {t.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine(tally);
        Assert.True(
            _tally["restating"] > s_acts / 4 && _tally["from outside"] > s_acts / 20 && _tally["restating nothing"] > s_acts / 6
            && _tally["while reopened"] > 0 && _tally["imports"] >= s_acts / 40 && _tally["restating imports"] > 0
            && _tally["undone imports"] > 0, tally);
    }

    private async Task RunAsync(int initiative)
    {
        var name = $"closed-{initiative}";
        var (api, acts) = (await OpenedAsync(_server, "random", name), new ClosedYearActs(unchecked(RunSettings.Seed + initiative)));
        await api.CloseAsync();
        var lists = await api.ClosingsAsync();
        for (var i = 0; i < ActsEach; i++)
            lists = acts.NextIsImport() ? await ImportAsync(api, name, acts, lists) : await ActAsync(api, acts, lists);
    }

    private async Task<List<JsonNode>> ActAsync(Api api, ClosedYearActs acts, List<JsonNode> lists)
    {
        var (act, wasClosed) = (acts.Next(), acts.IsClosed);
        var announced = await api.EffectsAsync(act.Verb, act.Command);
        var before = await api.FiguresAsync();
        var answer = await api.PostAsync(act.Path, act.Sent.ToJsonString());
        var isAccepted = answer.Status is HttpStatusCode.OK or HttpStatusCode.Created;
        Assert.Equal(isAccepted, announced["refused"] is null);
        if (!isAccepted)
        {
            Note("refused");
            return lists;
        }

        Note("acts");
        var told = JsonNode.Parse(answer.Body)!;
        var said = $"{act.Verb} {act.Command.ToJsonString()}: {answer.Body}";
        Assert.True(Restates(announced).SequenceEqual(Restates(told)), $"{said}, announced {announced.ToJsonString()}");
        var after = await api.ClosingsAsync();
        Note(wasClosed ? told["restates"] is null ? "restating nothing" : "restating" : "while reopened");
        Compare(said, told, lists, after, wasClosed, Guid.Parse((string)act.Command["command"]!), "command");
        if (wasClosed)
            CompareFigures(said, announced, before, await api.FiguresAsync());
        acts.Made(act, told);
        Assert.Equal(answer.Body, (await api.PostAsync(act.Path, act.Sent.ToJsonString())).Body);
        return after;
    }

    private async Task<List<JsonNode>> ImportAsync(Api api, string name, ClosedYearActs acts, List<JsonNode> lists)
    {
        var (imports, file, import) = (new ImportApi(_server, "random", name), ImportApi.Csv(acts.File()), Guid.NewGuid());
        var announced = await imports.DryRunAsync(file, Mapping);
        Assert.True(announced.Status == HttpStatusCode.OK, announced.Body.ToJsonString());
        var before = await api.FiguresAsync();
        var done = await imports.SendCommitAsync(file, announced, import, Mapping);
        Assert.Equal("completed", (string)done.Body["state"]!);
        Note("acts");
        Note("imports");
        Assert.Equal(Restates(announced.Body), Restates(done.Body));
        var after = await api.ClosingsAsync();
        Note(acts.IsClosed ? done.Body["restates"] is null ? "restating nothing" : "restating imports" : "while reopened");
        Compare(done.Body.ToJsonString(), done.Body, lists, after, acts.IsClosed, import, "import");
        if (acts.IsClosed)
            CompareFigures(done.Body.ToJsonString(), announced.Body, before, await api.FiguresAsync());
        return _tally["imports"] % 2 == 0 ? await UndoImportAsync(api, acts, import, after) : after;
    }

    private async Task<List<JsonNode>> UndoImportAsync(Api api, ClosedYearActs acts, Guid import, List<JsonNode> lists)
    {
        var command = new JsonObject
        {
            ["command"] = $"{Guid.NewGuid()}", ["import"] = $"{import}", ["reason"] = new JsonObject { ["code"] = "wrong-date" },
        };
        var announced = await api.EffectsAsync("undoImport", command);
        var before = await api.FiguresAsync();
        command.Remove("import");
        var answer = await api.PostAsync($"/imports/{import}/undo", command.ToJsonString());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Note("undone imports");
        var told = JsonNode.Parse(answer.Body)!;
        Assert.Equal(Restates(announced), Restates(told));
        var after = await api.ClosingsAsync();
        Compare(answer.Body, told, lists, after, acts.IsClosed, import, "import");
        if (acts.IsClosed)
            CompareFigures(answer.Body, announced, before, await api.FiguresAsync());
        return after;
    }

    /// <summary>Each list has kept what it had, and got the changes that the answer tells of.</summary>
    /// <param name="of">The command or import, under this <paramref name="member"/> of a change.</param>
    private void Compare(string said, JsonNode told, List<JsonNode> before, List<JsonNode> after, bool wasClosed, Guid of, string member)
    {
        var restates = (told["restates"]?.AsArray() ?? []).SingleOrDefault();
        foreach (var closing in before)
        {
            var now = after.Single(c => (int)c["number"]! == (int)closing["number"]!);
            var (had, has) = (Listed(closing), Listed(now));
            Assert.True(had.SequenceEqual(has.Take(had.Count)), said);
            var more = now["changes"]!.AsArray().Skip(had.Count).ToList();
            Assert.All(more, c => Assert.Equal($"{of}", (string?)(member == "import" ? c!["origin"]!["import"] : c!["command"])));
            Assert.All(more, c => Assert.Equal(wasClosed ? "restatement" : "revision", (string)c!["as"]!));
            Assert.True(!wasClosed || (int?)restates?["changes"] == (more.Count == 0 ? null : more.Count), $"{said}, closing {now.ToJsonString()}");
            if (closing == before[^1] && more.Exists(c => string.CompareOrdinal((string?)c!["onAfter"] ?? (string?)c["onBefore"], "2026-03-31") > 0
                || string.CompareOrdinal((string?)c["onAfter"] ?? (string?)c["onBefore"], "2025-04-01") < 0))
                Note("from outside");
        }

        Assert.True(restates is null || (wasClosed && (int)restates["closing"]! == (int)before[^1]["number"]!), said);
    }

    private static void CompareFigures(string said, JsonNode announced, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        foreach (var change in (announced["restates"]?.AsArray() ?? []).SelectMany(r => r!["figures"]!.AsArray()))
        {
            var indicator = (string)change!["indicator"]!;
            Assert.Equal(before.GetValueOrDefault(indicator), change["from"] is { } from ? ClosedYear.Said(from) : null);
            if (change["to"] is { } to)
                before[indicator] = ClosedYear.Said(to);
            else
                before.Remove(indicator);
        }

        Assert.True(before.OrderBy(f => f.Key, StringComparer.Ordinal).SequenceEqual(after.OrderBy(f => f.Key, StringComparer.Ordinal)), said);
    }

    private static List<string> Listed(JsonNode closing) => [.. closing["changes"]!.AsArray().Select(c => $"{c!["version"]} {c["event"]} {c["as"]}")];

    private void Note(string what) => _tally[what] = _tally.GetValueOrDefault(what) + 1;
}
