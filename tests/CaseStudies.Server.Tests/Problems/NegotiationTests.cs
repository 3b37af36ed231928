using System.Text.Json.Nodes;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets;
using Microsoft.AspNetCore.Http;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>What Accept asks for is what comes, or it is said what is offered.</summary>
public sealed class NegotiationTests(HostileServer server) : IClassFixture<HostileServer>
{
    private const string Chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8";
    private const string Cloud = "application/cloudevents-batch+json";

    [Theory]
    [InlineData(Chrome, true), InlineData("text/html", true), InlineData("text/*", true), InlineData("text/html, application/json;q=0.9", true)]
    [InlineData("text/html;charset=utf-8", true), InlineData("TEXT/HTML", true), InlineData("text/html, */*", true)]
    [InlineData("*/*;q=0.1, text/html;q=0.2", true)]
    [InlineData("", false), InlineData("*/*", false), InlineData("application/json", false), InlineData("application/*, text/*", false)]
    [InlineData("application/json, text/plain, */*", false), InlineData("application/json, text/html;q=0.9", false), InlineData("text/html;q=0, */*", false)]
    [InlineData("x", false), InlineData(";;;,text/,/html;q=x", false), InlineData("application/pdf", false)]
    public void A_page_is_for_those_who_would_rather_have_it(string accept, bool page)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "GET";
        request.Headers.Accept = accept;

        Assert.Equal(page, Negotiation.WantsPage(request));
        request.Method = "POST";
        Assert.False(Negotiation.WantsPage(request));
    }

    [Theory]
    [InlineData("/figures/{youth}", "*/*", "application/json"), InlineData("/figures/{youth}", "application/*", "application/json")]
    [InlineData("/figures/{youth}", "application/json; charset=utf-8", "application/json"), InlineData("/figures/{youth}", "text/*", "text/html")]
    [InlineData("/figures/{youth}", Chrome, "text/html"), InlineData("/figures/{youth}", "text/html;q=0.5, application/json", "application/json")]
    [InlineData("/figures/{youth}", "text/html;q=0, */*;q=0.1", "application/json"), InlineData("/figures/{youth}", "no accept at all", "application/json")]
    [InlineData("/figures", Chrome, "application/json"), InlineData("/entries.xlsx", Chrome, XlsxWriter.ContentType)]
    [InlineData("/entries.csv", "text/csv", "text/csv")]
    [InlineData("/figures.csv", "text/csv;q=0.5, text/html;q=0.1", "text/csv"), InlineData("/changes?format=csv", "text/csv", "text/csv")]
    [InlineData("/feed", "application/json", Cloud), InlineData("/feed", Cloud, Cloud), InlineData("/cards", "text/html", "text/html")]
    [InlineData("/templates/headcounts.xlsx", "*/*", XlsxWriter.ContentType), InlineData("/restatements", "application/json;q=0.001", "application/json")]
    public async Task What_is_offered_comes(string path, string accept, string mediaType)
    {
        var answer = await GetAsync(await AddressAsync(path), accept);

        Assert.True((200, mediaType) == (answer.Status, answer.MediaType), $"{answer.Status} {answer.MediaType} {answer.Body}");
    }

    [Theory]
    [InlineData("/figures/{youth}", "application/pdf", "application/json, text/html"), InlineData("/figures/{youth}", "image/*", "application/json, text/html")]
    [InlineData("/figures/{youth}", "application/json;q=0", "application/json, text/html")]
    [InlineData("/figures/{youth}", "*/*;q=0", "application/json, text/html")]
    [InlineData("/figures/{youth}", "application/problem+json", "application/json, text/html")]
    [InlineData("/figures", "text/csv", "application/json"), InlineData("/restatements", "application/json;q=0,text/html;q=0", "application/json, text/html")]
    [InlineData("/entries.csv", "application/json", "text/csv"), InlineData("/entries.xlsx", "text/csv", XlsxWriter.ContentType)]
    [InlineData("/changes", "text/csv", "application/json"), InlineData("/changes?format=csv", "application/json", "text/csv")]
    [InlineData("/feed", "text/csv", Cloud), InlineData("/attendance-sheet", "application/json", "text/html")]
    public async Task What_is_not_offered_is_refused_with_what_is(string path, string accept, string offered)
    {
        var address = await AddressAsync(path);

        var problem = await server.RefusedAsync($"{path} as {accept}", () => Asked(HttpMethod.Get, address, accept), expected: 406);

        Assert.Equal(("not-acceptable", offered), ((string)problem!["code"]!, string.Join(", ", problem["offered"]!.AsArray())));
        Assert.EndsWith($"comes as: {offered}.", (string)problem["en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_recorded_whose_answer_nobody_would_take()
    {
        var body = HostileServer.Utf8(HostileServer.Record(HostileServer.Examples.Act("milestone_reached")).ToJsonString());

        await server.RefusedAsync("record", () => Asked(HttpMethod.Post, HostileServer.Alpha + "/entries", "text/html"), body, expected: 406);

        Assert.Equal(201, (await server.SendAsync(Asked(HttpMethod.Post, HostileServer.Alpha + "/entries", "application/json"), body)).Status);
    }

    [Fact]
    public async Task The_file_of_a_job_is_of_one_format()
    {
        var file = await JobRoutes.ExportedAsync(server) + "/file";

        var problem = await server.RefusedAsync(file, () => Asked(HttpMethod.Get, file, XlsxWriter.ContentType), expected: 406);

        Assert.Equal("text/csv", (string?)Assert.Single(problem!["offered"]!.AsArray()));
        Assert.Equal((200, "text/csv"), ((await GetAsync(file, "text/csv")).Status, (await GetAsync(file, "*/*")).MediaType));
    }

    [Fact]
    public async Task Whatever_is_accepted_a_problem_comes_as_a_problem_and_a_browser_gets_a_page()
    {
        foreach (var accept in new[] { "application/pdf", "text/csv", "application/xml", "application/json", "*/*;q=0" })
            HostileServer.CheckProblem(accept, await GetAsync("/organisations/alpha/initiatives/none/none", accept));
        var page = await GetAsync(HostileServer.Alpha + "/figures", "text/html");
        Assert.Equal((406, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("この形式では返せません", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_tells_what_is_offered_and_that_the_rest_is_refused()
    {
        var operations = JsonNode.Parse((await server.GetAsync("/openapi.json")).Body)!["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Where(o => o.Key is "get" or "put" or "post")
                .Select(o => (Name: $"{o.Key} {p.Key}", Answers: o.Value!["responses"]!)))
            .ToDictionary(o => o.Name, o => o.Answers);

        Assert.All(operations, o => Assert.NotNull(o.Value["400"]!["content"]!["application/problem+json"]));
        Assert.All(operations, o => Assert.Equal(o.Value.AsObject().Any(a => a.Key[0] == '2' && a.Value!["content"] is not null),
            o.Value["406"]?["content"]?["application/problem+json"] is not null));
        Assert.Equal(["application/json", "text/html"], Formats("get /organisations/{org}/initiatives/{id}/figures/{indicator}"));
        Assert.Equal(["application/json", XlsxWriter.ContentType, "text/csv"], Formats("get /organisations/{org}/initiatives/{id}/changes"));
        // The file of a job is whatever the job has made.
        Assert.All(operations.Where(o => !o.Key.EndsWith("/file", StringComparison.Ordinal)).SelectMany(o => o.Value.AsObject())
                .Select(a => a.Value!["content"]?["application/json"]).OfType<JsonObject>(),
            json => Assert.NotNull(json["schema"]));

        IEnumerable<string> Formats(string operation) =>
            operations[operation]["200"]!["content"]!.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal);
    }

    /// <summary>With the key of a figure in place of <c>{youth}</c>.</summary>
    private async Task<string> AddressAsync(string path) => path.Contains("{youth}", StringComparison.Ordinal)
        ? (await Routes.All["GET /organisations/{org}/initiatives/{id}/figures/{indicator}"](server)).Path
        : HostileServer.Alpha + path;

    private Task<Answer> GetAsync(string address, string accept) => server.SendAsync(Asked(HttpMethod.Get, address, accept));

    private static HttpRequestMessage Asked(HttpMethod method, string address, string accept)
    {
        var request = new HttpRequestMessage(method, address);
        if (accept != "no accept at all")
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }
}
