using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Problems;
using CaseStudies.Server.Tests.Rules;
using Microsoft.AspNetCore.Routing;

namespace CaseStudies.Server.Tests.Access;

/// <summary>
/// Who gets in where: every route × every kind of sender, as <c>matrix.txt</c> has it. A route without a row there fails, as does a row without a route.
/// </summary>
public sealed partial class RouteMatrixTests(SignedInServer server) : IClassFixture<SignedInServer>
{
    private const string Organisation = "matrix";

    private static readonly string[] s_senders =
        ["anonymous", "stranger", "other-owner", "removed", "reader", "recorder", "staff", "manager", "owner", "program", "ended-key",
            "ungranted", "figures", "auditor", "share-link", "operator"];

    private static string File { get; } = Repository.Path("tests", "CaseStudies.Server.Tests", "Access", "matrix.txt");

    [Fact]
    public async Task Every_route_lets_in_whom_the_table_says()
    {
        var tokens = await TokensAsync();
        var actual = new List<string>();
        foreach (var (method, pattern) in Mapped())
        {
            var cells = new List<string>();
            foreach (var sender in s_senders)
                cells.Add(await CellAsync(method, pattern, tokens[sender]));
            actual.Add(string.Join(' ', (string[])[$"{method} {pattern}", "|", .. cells]));
        }

        var expected = System.IO.File.ReadAllLines(File).Where(l => l.Length > 0 && l[0] != '#').Select(l => Spaces().Replace(l.Trim(), " ")).ToList();
        TestContext.Current.SendDiagnosticMessage($"Routes × senders: {actual.Count} × {s_senders.Length} = {actual.Count * s_senders.Length} cells.");
        var differing = expected.Except(actual).Select(l => $"expected {l}").Concat(actual.Except(expected).Select(l => $"actual   {l}")).ToList();
        Assert.True(differing.Count == 0 && expected.Count == actual.Count, string.Join('\n', differing));
    }

    private async Task<Dictionary<string, string?>> TokensAsync()
    {
        await server.TokenAsync(Organisation);
        await server.GiveAsync(Organisation, "removed", Role.Owner);
        await server.RemoveAsync(Organisation, "removed");
        var tokens = new Dictionary<string, string?>
        {
            ["anonymous"] = null, ["stranger"] = server.Issuer.Token("stranger"), ["other-owner"] = await server.TokenAsync("elsewhere"),
            ["removed"] = server.Issuer.Token("removed"),
        };
        foreach (var role in Enum.GetValues<Role>())
            tokens[role.ToString().ToLower(CultureInfo.InvariantCulture)] = await server.TokenAsync(Organisation, role);
        tokens["ended-key"] = await server.KeyAsync(Organisation, Role.Owner - 1);
        await using (var end = server.Source.CreateCommand($"update {Tables.ApiKeys} set until = '2026-01-01T00:00:00Z'"))
            await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        tokens["program"] = await server.KeyAsync(Organisation, Role.Staff);
        await OpenAsync(tokens["owner"]!);
        foreach (var funder in new[] { "ungranted", "figures", "auditor" })
            tokens[funder] = await server.TokenAsync($"{funder}-fund", Role.Reader);
        await server.GrantAsync(Organisation, "figures-fund", GrantLevel.Figures, null, "one");
        await server.GrantAsync(Organisation, "auditor-fund", GrantLevel.Entries, $"{Role.Reader} of auditor-fund", "one");
        tokens["share-link"] = await ShareAsync(tokens["owner"]!);
        tokens["operator"] = LocalUserKey.Value;
        return tokens;
    }

    /// <summary>The secret of a link that shows a figure.</summary>
    private async Task<string> ShareAsync(string owner)
    {
        var shared = await server.SendAsync("POST", $"/organisations/{Organisation}/shares", owner,
            $$"""
            {"command":"{{Guid.NewGuid()}}","initiative":"one","indicator":"one","from":"2025-04-01","to":"2026-03-31","until":"2026-06-30T15:00:00Z"}
            """);
        Assert.True(shared.Status == 201, shared.Body);
        var link = new Uri((string)JsonNode.Parse(shared.Body)!["link"]!);
        Assert.Equal(200, (await server.SendAsync("GET", link.AbsolutePath, null)).Status);
        return link.Segments[^1];
    }

    /// <summary>What is granted must be there: an initiative with a figure, both called as the addresses call everything.</summary>
    private async Task OpenAsync(string owner)
    {
        var examples = new FactExamples(path => path);
        var adopted = examples.Act("indicator_adopted");
        adopted[^1]["indicator"] = "one";
        var opened = await server.SendAsync("POST", $"/organisations/{Organisation}/initiatives/one/entries", owner,
            HostileServer.Record([.. examples.Foundation(), .. adopted]).ToJsonString());
        Assert.True(opened.Status == 201, opened.Body);
    }

    /// <summary>Each method of each route once.</summary>
    private List<(string Method, string Pattern)> Mapped() => [.. Routes.Mapped(server.Services)
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"], (e, method) => (method, "/" + e.RoutePattern.RawText!.Trim('/')))
        .Distinct()];

    /// <summary>In, or how the sender is turned away: 401 not signed in, 404 as if there were nothing, 403 a role too low or no policy.</summary>
    private async Task<string> CellAsync(string method, string pattern, string? token)
    {
        var path = Parameters().Replace(pattern, p => p.Value switch
        {
            "{org}" => Organisation,
            "{kind}" => "headcounts",
            var id when id.Contains("guid", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
            _ => "one",
        });
        var answer = await server.SendAsync(method, path, token, method == "GET" ? null : "{}");
        Assert.True(answer.Status < 500, $"{method} {path}: {answer.Status} {answer.Body}");
        var code = answer.MediaType == "application/problem+json" ? (string?)JsonNode.Parse(answer.Body)!["code"] : null;
        return answer.Status switch
        {
            401 => "401",
            403 when code is "role-insufficient" or "forbidden" => "403",
            // Within the organisation, what a member looks for may not exist; an outsider finds nothing anywhere.
            404 when pattern.Contains("{org}", StringComparison.Ordinal) && !await IsMemberAsync(token) => "404",
            _ => "in",
        };
    }

    private async Task<bool> IsMemberAsync(string? token) =>
        JsonNode.Parse((await server.SendAsync("GET", "/organisations", token)).Body)!.AsArray().Any(o => (string)o!["organisation"]! == Organisation);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
