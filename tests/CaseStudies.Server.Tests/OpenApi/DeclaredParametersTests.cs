using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.OpenApi;

/// <summary>Endpoints declare their parameters and read them themselves: here each declaration is held against what the endpoint does.</summary>
public sealed class DeclaredParametersTests(HostileServer server) : IClassFixture<HostileServer>
{
    /// <summary>Read in every language and never refused.</summary>
    private const string Lenient = "lang";

    /// <summary>Routes that read no query: probes, and files of which only the name counts.</summary>
    private static readonly string[] s_indifferent = ["GET /health", "GET /scalar", "GET /casestudies.css", "GET /print.css"];

    public static IEnumerable<TheoryDataRow<string>> Ours =>
        Routes.All.Keys.Where(r => !s_indifferent.Any(i => r.StartsWith(i, StringComparison.Ordinal))).Select(r => new TheoryDataRow<string>(r));

    /// <summary>Which of its parameters a template reads depends on its kind; their texts are free.</summary>
    private static bool IsTemplate(string path) => path.Contains("/templates/", StringComparison.Ordinal);

    [Fact]
    public async Task What_an_endpoint_declares_it_reads_and_what_others_declare_it_refuses()
    {
        var document = await DocumentAsync();
        var operations = document["paths"]!.AsObject().Where(p => p.Value!["get"] is not null && !IsTemplate(p.Key))
            .Select(p => (Path: p.Key, Names: Declared(p.Value!["get"]!))).ToList();
        var known = operations.SelectMany(o => o.Names).Where(n => n != Lenient).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("knownAt", known);
        Assert.Contains("recordedFrom", known);

        var wrong = new List<string>();
        foreach (var (path, names) in operations)
        {
            var address = (await Routes.All.Single(r => r.Key.Replace(":guid", "", StringComparison.Ordinal) == "GET " + path).Value(server)).Path;
            foreach (var name in known)
            {
                // Of two values of one name the endpoint could take the first.
                if (address.Contains(name + "=", StringComparison.Ordinal))
                    continue;
                var answer = await server.GetAsync(With(address, $"{name}=!"));
                var refusedAsUnknown = answer.Status == 400 && (string?)JsonNode.Parse(answer.Body)!["code"] == "parameter-unknown";
                if (answer.Status != 400 || refusedAsUnknown == names.Contains(name))
                    wrong.Add($"{path} {(names.Contains(name) ? "declares" : "does not declare")} {name} and answers {answer.Status} {answer.Body}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Ours))]
    public async Task A_parameter_that_nobody_declares_is_refused_with_those_that_the_route_takes(string route)
    {
        var neighbour = await Routes.All[route](server);
        var asked = neighbour with { Path = With(neighbour.Path, "colour=red") };

        var problem = await server.RefusedAsync(route, asked.Request, neighbour.Body is { } body ? HostileServer.Utf8(body.ToJsonString()) : null,
            expected: 400);

        Assert.Equal("parameter-unknown", (string)problem!["code"]!);
        Assert.Contains("'colour'", (string)problem["en"]!, StringComparison.Ordinal);
        var takes = problem["takes"]!.AsArray().Select(t => (string)t!).ToList();
        var parts = route.Replace(":guid", "", StringComparison.Ordinal).Split(' ');
        if ((await DocumentAsync())["paths"]![parts[1]]?[parts[0].ToLowerInvariant()] is { } described)
            Assert.Equal(Declared(described), takes.ToHashSet());
        else
            Assert.Equal([Lenient], takes);
        Assert.EndsWith($"takes: {string.Join(", ", takes)}.", (string)problem["en"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fron=2025-04-01", "There is no parameter 'fron' here. Did you mean 'from'?", "「fron」というパラメーターは、ここでは使えません。「from」の誤りではありませんか。")]
    [InlineData("KnownAt=2026-01-31", "Did you mean 'knownAt'?", "「knownAt」の誤り"), InlineData("known_at=2026-01-31", "Did you mean 'knownAt'?", "「knownAt」の誤り")]
    [InlineData("%E6%9C%9F%E9%96%93=1", "The address has a parameter that does not exist here. This", "ここでは使えないパラメーターがあります。使えるのは")]
    [InlineData("=1", "The address has a parameter that", "ここでは使えない"), InlineData("tenant=beta", "'tenant' here. This address takes: from, to,", "使えるのは")]
    public async Task The_name_that_was_probably_meant_is_told(string query, string en, string ja)
    {
        var problem = await server.RefusedAsync(query, () => new(HttpMethod.Get, $"{HostileServer.Alpha}/figures?{query}"), expected: 400);

        Assert.Contains(en, (string)problem!["en"]!, StringComparison.Ordinal);
        Assert.Contains(ja, (string)problem["ja"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_gets_the_refusal_as_a_page()
    {
        var answer = await server.SendAsync(new(HttpMethod.Get, HostileServer.Alpha + "?form=2025-04-01&lang=en") { Headers = { { "Accept", "text/html" } } });

        Assert.Equal((400, "text/html"), (answer.Status, answer.MediaType));
        Assert.Contains("Did you mean &#x27;from&#x27;?", answer.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"?form=2025-04-01&amp;lang=ja\"", answer.Body, StringComparison.Ordinal);
    }

    private static string With(string address, string more) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{more}";

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse((await server.GetAsync("/openapi.json")).Body)!;

    private static HashSet<string> Declared(JsonNode operation) =>
        [.. (operation["parameters"]?.AsArray() ?? []).Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!)];
}
