using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

public sealed class BadBodyTests(HostileServer server) : IClassFixture<HostileServer>
{
    public static IEnumerable<TheoryDataRow<string>> Writing => Routes.Writing;

    [Fact]
    public void The_table_of_routes_names_exactly_the_routes_that_are_mapped() => Assert.Equal(
        Routes.All.Keys.Concat(Routes.OfAccounts).Order(StringComparer.Ordinal),
        Routes.Mapped(server.Services)
            .SelectMany(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Select(m =>
                $"{m} /{e.RoutePattern.RawText!.Trim('/')}"))
            .Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Writing))]
    public async Task A_body_that_is_wrong_as_a_whole_is_refused_and_its_neighbour_passes(string route)
    {
        var neighbour = await Routes.All[route](server);
        foreach (var (what, body) in HostileBodies.Whole(neighbour.Body!))
        {
            var problem = await server.RefusedAsync($"{route}, {what}", neighbour.Request, body);
            Assert.True((int)problem!["status"]! == 413 || problem["pointer"] is not null, $"{route}, {what}: no pointer");
        }

        await PassesAsync(neighbour);
    }

    [Theory, MemberData(nameof(Writing))]
    public async Task A_value_that_no_value_may_be_is_refused_with_its_place(string route)
    {
        var neighbour = await Routes.All[route](server);
        foreach (var (what, body) in HostileBodies.Unacceptable(neighbour.Body!))
        {
            var problem = await server.RefusedAsync($"{route}, {what}", neighbour.Request, body, expected: 400);
            Assert.True(problem!["pointer"] is not null, $"{route}, {what}: no pointer");
        }

        await PassesAsync(neighbour);
    }

    [Theory, MemberData(nameof(Writing))]
    public async Task A_value_of_another_form_is_never_our_fault(string route)
    {
        var neighbour = await Routes.All[route](server);
        foreach (var (what, body) in HostileBodies.Odd(neighbour.Body!))
        {
            if (await server.NeverOurFaultAsync($"{route}, {what}", neighbour.Request, body) < 300)
                neighbour = await Routes.All[route](server);
        }

        await PassesAsync(await Routes.All[route](server));
    }

    [Theory, MemberData(nameof(Writing))]
    public async Task A_body_of_another_type_is_refused_with_415(string route)
    {
        var neighbour = await Routes.All[route](server);
        foreach (var type in new[] { "", "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "application/jsonp", "*/*" })
            await server.RefusedAsync($"{route}, {type}", neighbour.Request, HostileServer.Utf8(neighbour.Body!.ToJsonString()), type, 415);
        await PassesAsync(neighbour);
    }

    [Theory, MemberData(nameof(Writing))]
    public async Task A_body_without_a_length_is_read_or_refused_by_its_size(string route)
    {
        var neighbour = await Routes.All[route](server);
        var answer = await server.SendAsync(Chunked(neighbour, neighbour.Body!.ToJsonString()));
        Assert.True(answer.Status < 300, answer.Body);
        await server.RefusedAsync($"{route}, chunked 2 MiB", () => Chunked(neighbour, neighbour.Body!.ToJsonString() + new string(' ', 2 << 20)),
            expected: 413);
        await server.RefusedAsync($"{route}, chunked and empty", () => Chunked(neighbour, ""), expected: 400);
    }

    [Fact]
    public async Task The_pointer_names_the_member_of_the_fact_at_fault()
    {
        var body = HostileServer.Record([.. HostileServer.Examples.Act("milestone_reached"), .. HostileServer.Examples.Act("participants_counted")]);
        body["facts"]![1]!["count"] = "four";

        var problem = await server.RefusedAsync("count", () => new(HttpMethod.Post, HostileServer.Alpha + "/entries"), HostileServer.Utf8(body.ToJsonString()),
            expected: 400);

        Assert.Equal("/facts/1/count", (string)problem!["pointer"]!);
        Assert.Contains("整数", (string)problem["ja"]!, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Chunked(Neighbour neighbour, string body)
    {
        var request = neighbour.Request();
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StreamContent(
            new MemoryStream(HostileServer.Utf8(body))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    private async Task PassesAsync(Neighbour neighbour)
    {
        var answer = await server.SendAsync(neighbour.Request(), HostileServer.Utf8(neighbour.Body!.ToJsonString()));
        Assert.True(answer.Status is >= 200 and < 300, answer.Body);
    }
}
