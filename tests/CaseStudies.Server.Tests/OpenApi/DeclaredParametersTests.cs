using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.OpenApi;

/// <summary>Endpoints read their parameters themselves and declare them beside: here each declaration is held against what the endpoint does.</summary>
public sealed class DeclaredParametersTests(HostileServer server) : IClassFixture<HostileServer>
{
    /// <summary>Read in every language and never refused.</summary>
    private const string Lenient = "lang";

    /// <summary>Which of its parameters a template reads depends on its kind; their texts are free.</summary>
    private static bool IsTemplate(string path) => path.Contains("/templates/", StringComparison.Ordinal);

    [Fact]
    public async Task What_an_endpoint_declares_it_reads_and_what_it_reads_it_declares()
    {
        var document = JsonNode.Parse((await server.GetAsync("/openapi.json")).Body)!;
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
                var refused = (await server.GetAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}=!")).Status == 400;
                if (refused != names.Contains(name))
                    wrong.Add($"{path} {(refused ? "reads but does not declare" : "declares but does not read")} {name}");
            }
        }

        Assert.Empty(wrong);
    }

    private static HashSet<string> Declared(JsonNode operation) =>
        [.. (operation["parameters"]?.AsArray() ?? []).Where(p => (string)p!["in"]! == "query").Select(p => (string)p!["name"]!)];
}
