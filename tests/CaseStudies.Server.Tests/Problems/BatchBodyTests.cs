using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Capture;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>A hostile command within a batch is told what it is told alone, and harms nobody beside it.</summary>
public sealed class BatchBodyTests(HostileServer server) : IClassFixture<HostileServer>
{
    private const string Path = "/organisations/alpha/batches";

    [Fact]
    public async Task A_hostile_item_gets_the_problem_that_it_gets_alone_and_its_neighbours_pass()
    {
        var valid = HostileServer.Record([.. HostileServer.Examples.Act("session_held"), .. HostileServer.Examples.Act("participants_counted")]);
        var (within, whole) = (0, 0);
        foreach (var (what, body) in HostileBodies.Whole(valid).Concat(HostileBodies.Unacceptable(valid)).Concat(HostileBodies.Odd(valid)))
        {
            var alone = await server.SendAsync(new(HttpMethod.Post, HostileServer.Alpha + "/entries"), body);
            if (alone.Status < 300)
                continue;
            var batch = Around(body);
            var before = await server.WrittenAsync();
            var answer = await server.SendAsync(new(HttpMethod.Post, Path), batch);
            if (!IsOneValue(body))
            {
                whole++;
                Assert.True(answer.Status is 400, $"{what}: {answer.Status} {answer.Body}");
                HostileServer.CheckProblem(what, answer);
                Assert.True(before == await server.WrittenAsync(), $"{what}: something was written");
                continue;
            }

            within++;
            Assert.True(answer.Status == 200, $"{what}: {answer.Status} {answer.Body}");
            var (results, problem) = (JsonNode.Parse(answer.Body)!["results"]!.AsArray(), JsonNode.Parse(alone.Body)!);
            // Blanks around a command are not part of it.
            if (alone.Status == 413)
                continue;
            Assert.True(results.Outcomes() is ["recorded", "malformed" or "refused", "recorded"], $"{what}: {answer.Body}");
            foreach (var member in (string[])["code", "status", "ja", "en"])
                Assert.True(problem[member]!.ToJsonString() == results[1]!["problem"]![member]!.ToJsonString() || NamesAPlace(problem),
                    $"{what}: {alone.Body} {answer.Body}");
            if ((string?)problem["pointer"] is { } pointer)
                Assert.EndsWith(pointer, results[1].Pointer()!, StringComparison.Ordinal);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{within} within, {whole} as a whole");
        Assert.True(within > 300 && whole > 20, $"{within} {whole}");
    }

    [Theory]
    [InlineData("""{"mode":"each","items":[]}"""), InlineData("""{"mode":"each"}"""), InlineData("""{"items":[{}]}""")]
    [InlineData("""{"mode":"some","items":[{}]}"""), InlineData("""{"mode":1,"items":[{}]}""")]
    [InlineData("""{"mode":"each","items":{}}"""), InlineData("""{"mode":"each","mode":"each","items":[{}]}""")]
    [InlineData("""{"mode":"each","items":[{}],"items":[{}]}"""), InlineData("""{"mode":"each","items":[{}],"x":1}""")]
    [InlineData("[]"), InlineData("1"), InlineData(""), InlineData("{}"), InlineData("""{"mode":"each","items":[{}]} {}""")]
    [InlineData("""{"mode":"each","items":[{},]}"""), InlineData("""{"m\u006fde":"each","items":[{}]}"""), InlineData("""{"\ud800":"each","items":[{}]}""")]
    public async Task A_batch_that_is_wrong_as_a_whole_is_refused_as_a_whole(string body) =>
        Assert.NotNull((await server.RefusedAsync(body, () => new(HttpMethod.Post, Path), HostileServer.Utf8(body), expected: 400))!["pointer"]);

    [Theory]
    [InlineData("1"), InlineData("[]"), InlineData("null"), InlineData("{}"), InlineData("""{"initiative":"one"}"""), InlineData("""{"record":{}}""")]
    [InlineData("""{"initiative":"one","record":{},"undo":{}}""")]
    [InlineData("""{"initiative":"one","initiative":"one","record":{}}"""), InlineData("""{"initiative":1,"record":{}}""")]
    [InlineData("""{"initiative":"\ud800","record":{}}"""), InlineData("""{"initiative":"organisation:profile","record":{}}""")]
    [InlineData("""{"initiative":"one","record":[]}"""), InlineData("""{"initiative":"one","record":{},"x":1}""")]
    [InlineData("""{"initiative":"one","\ud800":{}}"""), InlineData("""{"initiative":"one","record":null}""")]
    public async Task An_item_of_another_form_is_malformed_in_its_place(string item)
    {
        var answer = await server.SendAsync(new(HttpMethod.Post, Path), Around(HostileServer.Utf8(item), bare: true));
        Assert.Equal(200, answer.Status);
        var results = JsonNode.Parse(answer.Body)!["results"]!.AsArray();
        Assert.Equal(["recorded", "malformed", "recorded"], results.Outcomes());
        Assert.Contains("1", results[1].Pointer(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_has_a_thousand_items_at_most_and_a_size_at_most()
    {
        var many = Batches.Of("each", Enumerable.Range(0, 1001).Select(_ => ("one", "record", (JsonNode)Batches.Record(Sentences.Milestone("a")))));
        await server.RefusedAsync("1001 items", () => new(HttpMethod.Post, Path), HostileServer.Utf8(many.ToJsonString()), expected: 400);
        foreach (var size in new[] { 8 << 20, 12 << 20 })
        {
            var large = HostileServer.Utf8("{\"mode\":\"each\",\"items\":[{}]}" + new string(' ', size));
            Assert.Equal("too-large", (string)(await server.RefusedAsync($"{size} bytes", () => new(HttpMethod.Post, Path), large, expected: 413))!["code"]!);
        }

        // What no single body may be is read here as long as each command is small.
        var text = new string('長', 4_000);
        var wide = Batches.Of("each",
            Enumerable.Range(0, 300)
                .Select(i => ("one", "record",
                    (JsonNode)Batches.Record(
                        $$$"""{"kind":"voice_recorded","on":"2025-05-01","speaker":"parent","words":"{{{text}}}","publicationConsented":true}"""))));
        var answer = await server.SendAsync(new(HttpMethod.Post, Path),
            HostileServer.Utf8(wide.ToJsonString(
                new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        Assert.True(answer.Status == 200, answer.Body);
        Assert.All(JsonNode.Parse(answer.Body)!["results"]!.AsArray(), r => Assert.Equal("recorded", (string)r!["outcome"]!));
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_with_415() =>
        await server.RefusedAsync("text/plain", () => new(HttpMethod.Post, Path), Around("{}"u8.ToArray()), "text/plain", 415);

    [Fact]
    public async Task The_example_of_the_description_is_recorded()
    {
        var description = JsonNode.Parse((await server.GetAsync("/openapi.json")).Body)!;
        var operation = description["paths"]!["/organisations/{org}/batches"]!["post"]!;
        var content = operation["requestBody"]!["content"]!["application/json"]!;
        var answer = await server.SendAsync(new(HttpMethod.Post, "/organisations/described/batches"), HostileServer.Utf8(content["example"]!.ToJsonString()));
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(["recorded", "recorded", "recorded"], JsonNode.Parse(answer.Body)!["results"]!.AsArray().Outcomes());
        var body = description["components"]!["schemas"]![((string)content["schema"]!["$ref"]!).Split('/')[^1]]!;
        Assert.Equal((1, 1000), ((int)body["properties"]!["items"]!["minItems"]!, (int)body["properties"]!["items"]!["maxItems"]!));
        Assert.NotNull(operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]);
    }

    /// <summary>The same sentence but for a line and byte, which are others within a batch.</summary>
    private static bool NamesAPlace(JsonNode problem) => ((string)problem["en"]!).Contains("byte ", StringComparison.Ordinal);

    private static bool IsOneValue(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new() { MaxDepth = 100_000 });
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Around(byte[] command, bool bare = false)
    {
        string Good() => $$"""{"initiative":"one","record":{{Batches.Record(Sentences.Milestone("beside")).ToJsonString()}}}""";
        return
        [
            .. Encoding.UTF8.GetBytes($$"""{"mode":"each","items":[{{Good()}},{{(bare ? "" : "{\"initiative\":\"one\",\"record\":")}}"""), .. command,
            .. Encoding.UTF8.GetBytes($$"""{{(bare ? "" : "}")}},{{Good()}}]}"""),
        ];
    }
}
