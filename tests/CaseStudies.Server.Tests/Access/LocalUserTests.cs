using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Access;

public sealed class LocalUserTests(HostileServer server) : IClassFixture<HostileServer>
{
    private string Port => server.Client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("Host", "casestudies.example"), InlineData("Host", "127.0.0.1.example.org"), InlineData("Host", "localhost.example.org")]
    [InlineData("Host", "192.168.0.10"), InlineData("Host", "[fe80::1]"), InlineData("Host", "localhost."), InlineData("Host", "0.0.0.0")]
    [InlineData("Origin", "https://evil.example"), InlineData("Origin", "null"), InlineData("Origin", "http://localhost:{other}")]
    [InlineData("Origin", "http://127.0.0.1:{other}"), InlineData("Origin", "https://127.0.0.1:{port}")]
    [InlineData("Origin", "http://localhost:{port}"), InlineData("Origin", "file://"), InlineData("Origin", "http://127.0.0.1:{port}@evil.example")]
    [InlineData("Origin", "")]
    [InlineData("Sec-Fetch-Site", "cross-site"), InlineData("Sec-Fetch-Site", "same-site"), InlineData("Sec-Fetch-Site", "")]
    [InlineData("Forwarded", "for=192.0.2.1"), InlineData("X-Forwarded-For", "192.0.2.1"), InlineData("Via", "1.1 proxy"), InlineData("X-Real-IP", "192.0.2.1")]
    public async Task Whatever_does_not_come_from_this_machine_is_refused_on_every_route(string header, string value)
    {
        foreach (var route in Routes.All.Keys)
        {
            var neighbour = await Routes.All[route](server);
            var problem = await server.RefusedAsync($"{route}, {header}: {value}", () =>
            {
                var request = neighbour.Request();
                var text = value.Replace("{port}", Port, StringComparison.Ordinal).Replace("{other}", "1", StringComparison.Ordinal);
                Assert.True(request.Headers.TryAddWithoutValidation(header, text));
                return request;
            }, neighbour.Body is { } body ? HostileServer.Utf8(body.ToJsonString()) : null, expected: 403);
            Assert.Equal("not-local", (string)problem!["code"]!);
        }
    }

    [Theory]
    [InlineData("Host", "localhost"), InlineData("Host", "LOCALHOST:{port}"), InlineData("Host", "[::1]:{port}"), InlineData("Host", "127.0.0.1")]
    [InlineData("Origin", "http://127.0.0.1:{port}"), InlineData("Sec-Fetch-Site", "same-origin"), InlineData("Sec-Fetch-Site", "none")]
    public async Task Whoever_sits_here_is_served(string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, HostileServer.Alpha);
        request.Headers.TryAddWithoutValidation(header, value.Replace("{port}", Port, StringComparison.Ordinal));
        Assert.Equal(200, (await server.SendAsync(request)).Status);
    }
}
