using System.Net.Sockets;
using System.Text;

namespace CaseStudies.Server.Tests.Problems;

public sealed class BadAddressTests(HostileServer server) : IClassFixture<HostileServer>
{
    public static IEnumerable<TheoryDataRow<string>> Every => Routes.Every;

    [Theory, MemberData(nameof(Every))]
    public async Task An_odd_segment_in_place_of_a_key_is_refused(string route)
    {
        var neighbour = await Routes.All[route](server);
        var keys = route.Split('/').Select((s, i) => (s, i)).Where(p => p.s.StartsWith('{')).Select(p => p.i).ToArray();
        foreach (var key in keys)
        {
            foreach (var odd in new[]
            {
                "..%2f", "..%2F..%2Fbeta", "%2e%2e%2fx", "ALPHA", "One", "x.", "x..", "-x", "x-", "%20", "%E5%B1%B1%E7%94%B0", "%F0%9F%98%80", "%ff%fe",
                "a%0d%0ab", "'%20or%201=1--",
                "*", "a;b", "a,b", "%25", "organisation:profile", "organisation%3Aprofile", new string('a', 65), new string('a', 5_000), "0a_b", "%2500",
            })
            {
                var parts = neighbour.Path.Split('/');
                parts[key] = odd;
                await server.RefusedAsync($"{route}, {odd[..Math.Min(odd.Length, 30)]} at {key}", () => new(new(neighbour.Method), string.Join('/', parts)),
                    Body(neighbour));
            }
        }
    }

    [Theory, MemberData(nameof(Every))]
    public async Task What_the_server_below_cannot_read_is_refused_too(string route)
    {
        var neighbour = await Routes.All[route](server);
        foreach (var target in new[] { "/%00", $"{neighbour.Path}%00", "/" + new string('a', 10_000), $"{neighbour.Path}?q={new string('a', 10_000)}", "/%",
            "/a b", "organisations", "/\u00e9" })
        {
            var status = await RawAsync($"{neighbour.Method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Assert.True(status is >= 400 and < 500, $"{route}, {target[..Math.Min(40, target.Length)]}: {status}");
        }
    }

    [Theory]
    [InlineData("from=2025-04-01"), InlineData("to=2025-04-01"), InlineData("from=2025-05-01&to=2025-04-01"), InlineData("from=&to=")]
    [InlineData("from=x&to=y")]
    [InlineData("from=2025-02-30&to=2025-03-01"), InlineData("from=0001-01-01&to=2025-01-01"), InlineData("from=-9998-01-01&to=2025-01-01")]
    [InlineData("from=2025-01-01&to=9999-12-31")]
    [InlineData("from=2025-04-01&from=2025-04-02&to=2025-05-01"), InlineData("from=2025-04-01T00:00:00Z&to=2025-05-01"), InlineData("from=%00&to=%00")]
    [InlineData("from=2025-04-01%20&to=2025-05-01")]
    [InlineData("knownAt=now"), InlineData("knownAt="), InlineData("knownAt=2026-01"), InlineData("knownAt=2026-01-01T00:00:00")]
    [InlineData("knownAt=2026-01-01 00:00:00Z"), InlineData("knownAt=2026-01-01+"), InlineData("knownAt=2026-01-01T00:00:00Z%00")]
    [InlineData("knownAt=2026-02-30")]
    [InlineData("knownAt=2026-01-01T00:00:00Z&knownAt=2026-01-02T00:00:00Z"), InlineData("knownAt=2026-01-01&version=3")]
    [InlineData("knownAt=99999-01-01T00:00:00Z"), InlineData("knownAt=-9998-01-01T00:00:00Z"), InlineData("knownAt=9999-12-31T23:59:59-14:00")]
    [InlineData("knownAt=2026-04-02"), InlineData("knownAt=2999-12-31"), InlineData("knownAt=2026-04-01T00:00:06Z")]
    [InlineData("version=-1"), InlineData("version=1.0"), InlineData("version=1e3")]
    [InlineData("version=99999999999999999999"), InlineData("version=x")]
    [InlineData("version="), InlineData("version=1&version=2"), InlineData("version=%EF%BC%91")]
    public async Task An_odd_question_is_refused_by_every_route_that_answers_questions(string query)
    {
        foreach (var path in new[] { "", "/entries", "/figures", "/figures/youth" })
            await server.RefusedAsync($"{path}?{query}", () => new(HttpMethod.Get, $"{HostileServer.Alpha}{path}?{query}"), expected: 400);
    }

    [Theory]
    [InlineData("lang=ja&lang=en")]
    [InlineData("offset=-1"), InlineData("offset=x"), InlineData("offset="), InlineData("offset=2147483648"), InlineData("offset=1&offset=2")]
    [InlineData("kind=x"), InlineData("kind=session_held&kind=session_held")]
    public async Task An_odd_page_of_entries_is_refused(string query) =>
        await server.RefusedAsync(query, () => new(HttpMethod.Get, $"{HostileServer.Alpha}/entries?{query}"), expected: 400);

    [Theory]
    [InlineData("/entries?kind="), InlineData("/entries?offset=2147483647"), InlineData("/entries?version=2147483647"), InlineData("?version=0")]
    [InlineData("?version=2147483647"), InlineData("?from=1000-01-01&to=2999-12-31")]
    [InlineData("?knownAt=1000-01-01T00:00:00Z"), InlineData("?knownAt=2026-04-01T00:00:05Z"), InlineData("?knownAt=2026-04-01")]
    [InlineData("?knownAt=1000-01-01")]
    [InlineData("?knownAt=2026-01-01T00:00:00%2B09:00"), InlineData("?knownAt=2026-01-01T00:00:00+09:00")]
    [InlineData("?knownAt=2026-01-01T00:00:00-09")]
    [InlineData("/figures?from=2999-12-31&to=2999-12-31")]
    [InlineData("?lang=xx")]
    public async Task A_question_at_the_edge_is_answered(string query) => Assert.Equal(200, (await server.GetAsync(HostileServer.Alpha + query)).Status);

    [Theory, MemberData(nameof(Every))]
    public async Task Hostile_headers_change_nothing(string route)
    {
        foreach (var (name, value) in new[]
        {
            ("Accept-Language", string.Concat(Enumerable.Repeat(";q=,,*-", 1_400))), ("Accept", ";;;,text/,/html;q=x"), ("Accept", new string('a', 10_000)),
            ("X-Tenant", "beta"),
            ("Cookie", new string(';', 5_000)), ("traceparent", "00-x-y-zz"), ("X-HTTP-Method-Override", "DELETE"),
            ("Range", "bytes=0-0,1-1"), ("Idempotency-Key", "'\"--"), ("If-None-Match", "\"\"\""),
        })
        {
            var neighbour = await Routes.All[route](server);
            var request = neighbour.Request();
            request.Headers.TryAddWithoutValidation(name, value);
            var answer = await server.SendAsync(request, Body(neighbour));
            Assert.True(answer.Status is >= 200 and < 400, $"{route}, {name}: {answer.Status} {answer.Body}");
        }
    }

    [Theory]
    [InlineData("x"), InlineData("\"\""), InlineData("*"), InlineData("-1"), InlineData("\"1.0\""), InlineData("W/\"1\""), InlineData("99999999999999999999")]
    [InlineData("\"1\", \"2\"")]
    public async Task An_If_Match_that_is_no_revision_is_refused(string tag)
    {
        foreach (var route in new[] { "POST " + Routes.Corrections, "POST " + Routes.Withdrawal })
        {
            var neighbour = await Routes.All[route](server);
            await server.RefusedAsync(tag, () =>
            {
                var request = neighbour.Request();
                request.Headers.TryAddWithoutValidation("If-Match", tag);
                return request;
            }, Body(neighbour), expected: 400);
        }
    }

    [Fact]
    public async Task Ids_of_another_organisation_or_initiative_are_as_if_they_did_not_exist()
    {
        var entry = await server.EntryAsync(HostileServer.Alpha);
        foreach (var verb in new[] { "corrections", "withdrawal" })
        {
            var neighbour = await Routes.All[$"POST {Routes.Entries}/{{entry:guid}}/{verb}"](server);
            await server.RefusedAsync(verb, () => new(HttpMethod.Post, $"{HostileServer.Beta}/entries/{entry}/{verb}"), Body(neighbour), expected: 404);
            await server.RefusedAsync(verb, () => new(HttpMethod.Post, $"/organisations/beta/initiatives/one/entries/{entry}/{verb}"), Body(neighbour),
                expected: 404);
        }

        foreach (var path in new[] { "", "/entries", "/figures", "/figures/youth" })
            await server.RefusedAsync(path, () => new(HttpMethod.Get, "/organisations/beta/initiatives/one" + path), expected: 404);

        var session = HostileServer.Examples.Act("session_held");
        await server.PostAsync(HostileServer.Alpha + "/entries", HostileServer.Record(session).ToJsonString());
        var counted = HostileServer.Examples.Act("participants_counted");
        counted[0]["session"] = session[0]["session"]!.DeepClone();
        await server.RefusedAsync("session", () => new(HttpMethod.Post, HostileServer.Beta + "/entries"),
            HostileServer.Utf8(HostileServer.Record(counted).ToJsonString()), expected: 422);
    }

    private static byte[]? Body(Neighbour neighbour) => neighbour.Body is { } body ? HostileServer.Utf8(body.ToJsonString()) : null;

    private async Task<int> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return int.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ')[1], null);
    }
}
