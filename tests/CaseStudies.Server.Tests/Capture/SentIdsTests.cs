using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Some systems print ids in capitals. They are the same ids, wherever they come in.</summary>
public sealed partial class SentIdsTests(HostileServer server) : IClassFixture<HostileServer>
{
    private static readonly string[] s_routes =
    [
        "POST " + Routes.Entries, "POST " + Routes.Corrections, "POST " + Routes.Withdrawal, "POST " + Routes.Changes, "POST " + Routes.Undo,
        "POST " + Routes.Effects, "POST " + Routes.Batches, "PUT " + Routes.Profile, "PUT " + Routes.FiscalYear, "POST " + Routes.Import,
        "GET " + Routes.Import, "POST " + Routes.Import + "/completion", "POST " + Routes.Import + "/abandonment", "POST " + Routes.Import + "/undo",
        "PUT " + Routes.Member, "POST " + Routes.Member + "/removal", "GET " + Routes.Jobs + "/{job:guid}",
        "GET " + Routes.Jobs + "/{job:guid}/file", "POST " + Routes.Jobs + "/{job:guid}/cancel",
    ];

    public static MatrixTheoryData<string, bool> WithIds => new(s_routes, [false, true]);

    [Theory, MemberData(nameof(WithIds))]
    public async Task An_id_in_capitals_gets_the_first_answer_and_writes_nothing_more(string route, bool capitalsFirst)
    {
        var plain = await Routes.All[route](server);
        var capitals = plain with { Path = Capitals(plain.Path), Body = plain.Body is { } body ? Capitals(body).AsObject() : null };
        Assert.NotEqual((plain.Path, plain.Body?.ToJsonString()), (capitals.Path, capitals.Body?.ToJsonString()));
        var (first, second) = capitalsFirst ? (capitals, plain) : (plain, capitals);

        var answer = await SendAsync(first);
        var written = await server.WrittenAsync();
        var again = await SendAsync(second);

        Assert.True(answer.Status is >= 200 and < 300, $"{answer.Status} {answer.Body}");
        Assert.Equal((answer.Status, Told(answer.Body)), (again.Status, Told(again.Body)));
        Assert.Equal(written, await server.WrittenAsync());
        if (route is "POST " + Routes.Entries or "POST " + Routes.Changes or "POST " + Routes.Undo)
            Assert.Equal("true", again.Headers["Idempotency-Replayed"]);

        // In a batch, an item says whether it was recorded before; an import tells only the first time how it went.
        string Told(string told) => route == "POST " + Routes.Import ? (string)JsonNode.Parse(told)!["import"]!
            : told.Replace("\"replayed\":true", "\"replayed\":false", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_change_is_based_on_may_be_written_in_capitals_in_the_header_too()
    {
        var entry = await server.EntryAsync();
        var body = new JsonObject
        {
            ["command"] = Guid.NewGuid().ToString(), ["reason"] = new JsonObject { ["code"] = "miscounted" },
        };

        var (first, again) = (await WithdrawnAsync(entry.ToString().ToUpperInvariant()), await WithdrawnAsync(entry.ToString()));

        Assert.Equal((200, first.Body), (again.Status, again.Body));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);

        Task<Answer> WithdrawnAsync(string basis) => server.SendAsync(
            new(HttpMethod.Post, $"{HostileServer.Alpha}/entries/{entry}/withdrawal") { Headers = { { "If-Match", $"\"{basis}\"" } } },
            HostileServer.Utf8(body.ToJsonString()));
    }

    [Fact]
    public async Task People_and_sessions_are_stored_in_lower_case_and_are_one_with_those_that_were_sent_so()
    {
        var (session, person) = (Guid.NewGuid(), $"p-{Guid.NewGuid():n}"[..14]);
        var (capitalSession, capitalPerson) = (session.ToString().ToUpperInvariant(), person.ToUpperInvariant());
        var body = HostileServer.Record(
            Fact($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2025-05-10"}"""),
            Fact($$"""{"kind":"person_enrolled","person":"{{person}}","role":"participant","on":"2025-05-10","basis":"consent"}"""),
            Fact($$"""{"kind":"person_attended","person":"{{capitalPerson}}","session":"{{capitalSession}}"}"""));

        var recorded = await server.PostAsync(HostileServer.Alpha + "/entries", body.ToJsonString());

        Assert.True(recorded.Status == 201, recorded.Body);
        var attended = JsonNode.Parse((await server.GetAsync(HostileServer.Alpha + "/entries?kind=person_attended")).Body)!["entries"]!.AsArray()
            .Select(e => e!["fact"]!).Single(f => (string)f["session"]! == session.ToString());
        Assert.Equal(person, (string)attended["person"]!);
        await using var command = server.Source.CreateCommand(
            "select count(*) from casestudies.mt_events where (data::text || headers::text) ~ $1 or (data::text || headers::text) ~ $2");
        command.Parameters.Add(new() { Value = capitalSession });
        command.Parameters.Add(new() { Value = capitalPerson });
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        static JsonNode Fact(string json) => JsonNode.Parse(json)!;
    }

    [Theory]
    [InlineData("P-1A2B3C4G"), InlineData("P-1A2B3C"), InlineData("Yamada"), InlineData("p 1a2b3c4d")]
    public async Task What_is_no_id_in_capitals_either_is_refused(string person)
    {
        var fact = HostileServer.Examples.Act("person_enrolled")[0];
        fact["person"] = person;

        var problem = await server.RefusedAsync(person, () => new(HttpMethod.Post, HostileServer.Alpha + "/entries"),
            HostileServer.Utf8(HostileServer.Record(fact).ToJsonString()), expected: 400);

        Assert.Equal("/facts/0/person", (string)problem!["pointer"]!);
    }

    private Task<Answer> SendAsync(Neighbour asked) =>
        server.SendAsync(asked.Request(), asked.Body is { } body ? HostileServer.Utf8(body.ToJsonString()) : null);

    private static string Capitals(string text) => Id().Replace(text, id => id.Value.ToUpperInvariant());

    /// <summary>Every text that is an id, and no other.</summary>
    private static JsonNode Capitals(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Capitals(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(i => Capitals(i!))]),
        JsonValue v when v.TryGetValue<string>(out var text) && Id().Match(text).Value == text => text.ToUpperInvariant(),
        _ => node.DeepClone(),
    };

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|p-[0-9a-f]{8,32}")]
    private static partial Regex Id();
}
