using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Batches as a phone makes them.</summary>
internal static class Batches
{
    public static JsonObject Of(string mode, params IEnumerable<(string Initiative, string Verb, JsonNode Command)> items) => new()
    {
        ["mode"] = mode,
        ["items"] = new JsonArray([.. items.Select(i => new JsonObject { ["initiative"] = i.Initiative, [i.Verb] = i.Command.DeepClone() })]),
    };

    public static JsonObject Record(Guid command, params string[] facts) => JsonNode.Parse(Api.Record(command, facts))!.AsObject();

    public static JsonObject Record(params string[] facts) => Record(Guid.NewGuid(), facts);

    public static JsonObject Correct(Guid entry, string basis, string replacement) => JsonNode.Parse(
        $$$"""
        {"command":"{{{Guid.NewGuid()}}}","entry":"{{{entry}}}",{{{basis}}},
        "replacement":{{{replacement}}},"reason":{"code":"miscounted"}}
        """)!.AsObject();

    public static JsonObject Withdraw(Guid entry, string basis) => JsonNode.Parse(
        $$$"""{"command":"{{{Guid.NewGuid()}}}","entry":"{{{entry}}}",{{{basis}}},"reason":{"code":"duplicate"}}""")!.AsObject();

    public static JsonObject Change(Guid command, params string[] changes) => JsonNode.Parse(
        $$$"""{"command":"{{{command}}}","changes":[{{{string.Join(',', changes)}}}],"reason":{"code":"wrong-session"}}""")!.AsObject();

    public static JsonObject Undo(Guid act) =>
        JsonNode.Parse($$$"""{"command":"{{{Guid.NewGuid()}}}","act":"{{{act}}}","reason":{"code":"entered-by-mistake"}}""")!.AsObject();

    public static Guid Id(this JsonNode command) => Guid.Parse((string)command["command"]!);

    public static string Basis(this JsonNode command) => $"\"basis\":\"{command.Id()}\"";

    public static async Task<JsonArray> SendAsync(HttpClient http, string organisation, JsonObject batch)
    {
        var (status, body) = await PostAsync(http, organisation, batch.ToJsonString());
        Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
        return JsonNode.Parse(body)!["results"]!.AsArray();
    }

    public static async Task<(HttpStatusCode Status, string Body)> PostAsync(HttpClient http, string organisation, string batch)
    {
        using var content = new StringContent(batch, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"/organisations/{organisation}/batches", UriKind.Relative), content,
            TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static string[] Outcomes(this JsonArray results) => [.. results.Select(r => (string)r!["outcome"]!)];

    public static string? Code(this JsonNode? result) => (string?)result!["problem"]?["code"];

    public static string? Pointer(this JsonNode? result) => (string?)result!["problem"]?["pointer"];

    public static int[] Versions(this JsonNode? result) => [.. result!["recorded"]!["entries"]!.AsArray().Select(e => (int)e!["version"]!)];
}
