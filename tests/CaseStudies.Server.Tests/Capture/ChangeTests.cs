using System.Net;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Every way of changing what was recorded, its undoing, and the undoing of that, over HTTP and by its figures.</summary>
public sealed class ChangeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string People = """{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"}""";

    /// <param name="Act">Changes what is there, and says by which command.</param>
    /// <param name="Figures">Young visitors, those of the second strand, people and sessions: before and after.</param>
    private sealed record Case(Func<Scene, Task<Guid>> Act, string Before, string After);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["a fact"] = new(s => s.Api.SessionAsync("2025-06-01", 9), "12 0 2 3", "21 0 2 4"),
        ["a correction"] = new(s => s.Api.CorrectAsync(s.Count, Sentences.Youth(s.First, 8)), "12 0 2 3", "15 0 2 3"),
        ["a withdrawal"] = new(s => s.Api.WithdrawAsync(s.Count), "12 0 2 3", "7 0 2 3"),
        ["a session to another strand"] = new(s =>
            s.Api.CorrectAsync(s.Session, Sentences.Session(s.First, "2025-05-10").Replace("\"cafe\"", "\"garden\"", StringComparison.Ordinal)), "12 0 2 3",
            "12 5 2 3"),
        ["counts to another session"] = new(s => s.Api.CorrectAsync(s.Count, Sentences.Youth(s.Third, 5)), "12 0 2 3", "12 5 2 3"),
        ["an attendance to another person"] = new(s => s.Api.CorrectAsync(s.Attendance, Attended(s.First, "p-0000000b")), "12 0 2 3", "12 0 1 3"),
        ["several at once"] = new(s => s.Api.ChangeAsync((s.Count, Sentences.Youth(s.First, 6)), (s.Attendance, null)), "12 0 2 3", "13 0 1 3"),
        ["two people who are one"] = new(s => s.Api.RecordAsync("""{"kind":"people_merged","kept":"p-0000000a","merged":"p-0000000b","on":"2025-07-01"}"""),
            "12 0 2 3", "12 0 1 3"),
        ["a session with all that stands on it"] = new(s => s.Api.ChangeAsync((s.Count, null), (s.Attendance, null), (s.Session, null)), "12 0 2 3", "7 0 1 2"),
    };

    public static TheoryData<string> Kinds => [.. s_cases.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_change_is_undone_and_its_undoing_too(string kind)
    {
        var scene = await Scene.PrepareAsync(server, kind);
        Assert.Equal(s_cases[kind].Before, await scene.FiguresAsync());
        var act = await s_cases[kind].Act(scene);
        Assert.Equal(s_cases[kind].After, await scene.FiguresAsync());
        var undone = await scene.Api.UndoAsync(act);
        Assert.Equal(s_cases[kind].Before, await scene.FiguresAsync());
        var redone = await scene.Api.UndoAsync(undone);
        Assert.Equal(s_cases[kind].After, await scene.FiguresAsync());
        await scene.Api.UndoAsync(redone);
        Assert.Equal(s_cases[kind].Before, await scene.FiguresAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_conflict_is_settled_by_withdrawing_or_correcting_a_rival_and_unsettled_by_undoing_that(bool withdraw)
    {
        var scene = await Scene.PrepareAsync(server, $"conflict {withdraw}");
        var rival = await scene.Api.RecordAsync(Sentences.Youth(scene.First, 6));
        Assert.Equal(("contested", "12〜13人"), await scene.Api.YouthAsync());
        var settled = await scene.Api.ChangeAsync(withdraw ? (rival, null) : (rival, Sentences.Youth(scene.First, 6, "upstairs")));
        Assert.Equal(("computed", withdraw ? "12人" : "18人"), await scene.Api.YouthAsync());
        await scene.Api.UndoAsync(settled);
        Assert.Equal(("contested", "12〜13人"), await scene.Api.YouthAsync());
    }

    [Theory]
    [InlineData("corrections", "\"replacement\":{0},\"version\":{1},")]
    [InlineData("withdrawal", "\"version\":{1},")]
    [InlineData("changes", "\"changes\":[{\"entry\":\"{2}\",\"version\":{1}}],")]
    [InlineData("undo", "")]
    public async Task A_change_without_a_reason_is_no_change(string verb, string more)
    {
        var scene = await Scene.PrepareAsync(server, $"no reason {verb}");
        var path = verb switch { "changes" => "/changes", "undo" => $"/acts/{scene.Count}/undo", _ => $"/entries/{scene.Count}/{verb}" };
        more = more.Replace("{0}", Sentences.Youth(scene.First, 8), StringComparison.Ordinal)
            .Replace("{1}", $"{await scene.Api.VersionAsync(scene.Count)}", StringComparison.Ordinal)
            .Replace("{2}", $"{scene.Count}", StringComparison.Ordinal);
        foreach (var reason in new[] { "", "\"reason\":null,", "\"reason\":{},", "\"reason\":{\"note\":\"だって\"}," })
        {
            var (status, body) = await scene.Api.PostAsync(path, $$"""{{{more}}{{reason}}"command":"{{Guid.NewGuid()}}"}""");
            Assert.True(status == HttpStatusCode.BadRequest, body);
        }

        var (accepted, answer) = await scene.Api.PostAsync(path,
            $$$"""{{{{more}}}"reason":{"code":"miscounted","note":"数え直した"},"command":"{{{Guid.NewGuid()}}}"}""");
        Assert.True(accepted == HttpStatusCode.OK, answer);
    }

    [Fact]
    public async Task What_was_changed_since_is_neither_changed_nor_undone_unseen()
    {
        var scene = await Scene.PrepareAsync(server, "lost race");
        var seen = await scene.Api.VersionAsync(scene.Count);
        await scene.Api.CorrectAsync(scene.Count, Sentences.Youth(scene.First, 8));
        await RefusedAsync(scene, "/changes", $$"""[{"entry":"{{scene.Count}}","version":{{seen}}}]""", HttpStatusCode.PreconditionFailed,
            "entry-changed-meanwhile");
        await RefusedAsync(scene, "/changes", $$"""[{"entry":"{{scene.Count}}","basis":"{{scene.Count}}"}]""", HttpStatusCode.PreconditionFailed,
            "entry-changed-meanwhile");
        await RefusedAsync(scene, "/changes", $$"""[{"entry":"{{scene.Count}}"}]""", HttpStatusCode.PreconditionRequired, "basis-missing");
        await RefusedAsync(scene, "/changes", $$"""[{"entry":"{{Guid.NewGuid()}}","version":1}]""", HttpStatusCode.NotFound, "entry-unknown");
        await RefusedAsync(scene, $"/acts/{scene.Count}/undo", null, HttpStatusCode.PreconditionFailed, "entry-changed-meanwhile");
        await RefusedAsync(scene, $"/acts/{Guid.NewGuid()}/undo", null, HttpStatusCode.NotFound, "act-unknown");
    }

    [Fact]
    public async Task The_address_names_the_act_that_is_undone()
    {
        var scene = await Scene.PrepareAsync(server, "named twice");
        var (status, body) = await scene.Api.PostAsync($"/acts/{scene.Count}/undo",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","act":"{{{scene.Count}}}","reason":{"code":"other"}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "/act"), (status, (string?)JsonNode.Parse(body)!["pointer"]));
    }

    [Fact]
    public async Task An_undoing_sent_twice_undoes_once()
    {
        var scene = await Scene.PrepareAsync(server, "undone twice");
        var sent = $$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"other"}}""";
        var first = await scene.Api.PostAsync($"/acts/{scene.Count}/undo", sent);
        Assert.Equal(first, await scene.Api.PostAsync($"/acts/{scene.Count}/undo", sent));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await scene.Api.PostAsync($"/acts/{scene.Session}/undo", sent)).Status);
    }

    private static string Attended(Guid session, string person) => $$"""{"kind":"person_attended","person":"{{person}}","session":"{{session}}"}""";

    private static async Task RefusedAsync(Scene scene, string path, string? changes, HttpStatusCode status, string code)
    {
        var answer = await scene.Api.PostAsync(path,
            $$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"other"}{{{(changes is null ? "" : $",\"changes\":{changes}")}}}}""");
        Assert.Equal((status, code), (answer.Status, (string?)JsonNode.Parse(answer.Body)!["code"]));
    }

    /// <summary>Two sessions of the café with 5 and 7 young visitors and a person each, and one of a second strand.</summary>
    private sealed record Scene(Api Api, Guid First, Guid Third, Guid Session, Guid Count, Guid Attendance)
    {
        public static async Task<Scene> PrepareAsync(ServerFixture server, string name)
        {
            var api = await Api.OpenedAsync(server, "changes",
                "i-" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name))[..Math.Min(40, name.Length * 2)]);
            await api.RecordAsync(
                """{"kind":"strand_started","strand":"garden","name":{"ja":"花壇","en":"Garden"},"on":"2025-04-01"}""",
                Indicator("garden", """
                    {"op":"sum","of":{"kind":"participants_counted","where":{"strand":["garden"],"scheme":["audience"],"group":["youth"],"unit":["people"]}},
                    "quantity":"count"}
                    """, "attendances"),
                Indicator("people", People, "people"),
                Indicator("sessions", """{"op":"count","of":{"kind":"session_held"}}""", "sessions"));
            var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            var session = await api.RecordAsync(Sentences.Session(first, "2025-05-10"));
            await api.RecordAsync(Sentences.Session(second, "2025-05-17"));
            await api.RecordAsync(Sentences.Session(third, "2025-05-24").Replace("\"cafe\"", "\"garden\"", StringComparison.Ordinal));
            var count = await api.RecordAsync(Sentences.Youth(first, 5));
            await api.RecordAsync(Sentences.Youth(second, 7));
            var attendance = await api.RecordAsync(Attended(first, "p-0000000a"));
            await api.RecordAsync(Attended(second, "p-0000000b"));
            return new(api, first, third, session, count, attendance);
        }

        /// <summary>0 where nothing was recorded.</summary>
        public async Task<string> FiguresAsync()
        {
            var all = (await Api.GetAsync("/figures")).AsArray().ToDictionary(f => (string)f!["indicator"]!, f => (string?)f!["value"]?["low"] ?? "0");
            return $"{all["youth"]} {all["garden"]} {all["people"]} {all["sessions"]}";
        }

        private static string Indicator(string key, string formula, string counts) =>
            $$"""{"kind":"indicator_adopted","indicator":"{{key}}","on":"2025-04-01","definition":{"label":{"ja":"数","en":"Number"},"formula":""" + formula
            + $$""","show":{"counts":"{{counts}}","unit":{"ja":"数","en":"of them"}""" + "}}}";
    }
}
