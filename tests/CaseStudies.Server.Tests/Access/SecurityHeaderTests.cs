using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Access;

/// <summary>Answers to one name only.</summary>
public sealed class NamedServer(PostgresFixture postgres) : ListeningServer(postgres)
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["AllowedHosts"] = "casestudies.example.org";
}

public sealed class SecurityHeaderTests(HostileServer server, NamedServer named) : IClassFixture<HostileServer>, IClassFixture<NamedServer>
{
    [Fact]
    public async Task Whoever_names_another_host_is_answered_with_the_headers_too()
    {
        var answer = await named.GetAsync("/guide");
        Assert.Equal(400, answer.Status);
        Check("/guide", answer);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_whatever_became_of_the_request()
    {
        foreach (var (route, made) in Routes.All)
        {
            foreach (var method in new[] { null, "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE" })
            {
                var neighbour = await made(server);
                var body = neighbour.Body is { } json && method is null ? HostileServer.Utf8(json.ToJsonString()) : null;
                // The query is the neighbour's; a reading route at the same address would refuse it.
                var path = neighbour.Method == "GET" ? neighbour.Path : neighbour.Path.Split('?')[0];
                var answer = await server.SendAsync(method is null ? neighbour.Request() : new(new(method), path), body);
                Check(route, answer);
                if (method is null || (method == "HEAD" && neighbour.Method == "GET"))
                    Assert.True(answer.Status < 400, $"{route}, {method}: {answer.Status}");
                else if (method == "HEAD" && "GET " + route.Split(' ')[1] is var get && (Routes.All.ContainsKey(get) || Routes.OfAccounts.Contains(get)))
                    // what is to be sent there may not be there yet
                    Assert.True(answer.Status < 400 || answer.Status == 404, $"{route}, {method}: {answer.Status}");
                else
                    CheckAllowed($"{route}, {method}", neighbour.Method, answer);
            }
        }

        foreach (var path in new[] { "/samples/", "/wwwroot/", "/appsettings.json", "/../appsettings.json", "/.git/config", "/favicon.ico",
            "/organisations/alpha/initiatives/none", "/organisations/ALPHA/initiatives" })
        {
            var answer = await server.GetAsync(path);
            Check(path, answer);
            HostileServer.CheckProblem(path, answer);
        }
    }

    /// <summary>The header names what the address answers, and so does the sentence.</summary>
    private static void CheckAllowed(string what, string method, Answer answer)
    {
        Assert.True(answer.Status == 405, $"{what}: {answer.Status}");
        var allowed = answer.Headers["Allow"].Split(", ");
        Assert.Contains(method, allowed);
        Assert.Equal(allowed.Contains("GET"), allowed.Contains("HEAD"));
        if (answer.Body.Length > 0)
            Assert.All(allowed, a => Assert.Matches($@"\b{a}\b", answer.Body));
    }

    private static void Check(string what, Answer answer)
    {
        Assert.True(answer.Headers["Content-Security-Policy"].StartsWith("default-src 'none'; ", StringComparison.Ordinal), what);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", answer.Headers["Referrer-Policy"]);
        Assert.Equal("same-origin", answer.Headers["Cross-Origin-Resource-Policy"]);
        // Stylesheets, scripts and the API's description say nothing about anybody.
        Assert.Equal(answer.Status < 300 && (what is "GET /openapi.json" or "GET /reference" || what.EndsWith(".css", StringComparison.Ordinal)
            || what.StartsWith("GET /scalar/", StringComparison.Ordinal))
            ? "no-cache"
            : "no-store", answer.Headers["Cache-Control"]);
        if (answer.Body.Length > 0)
            Assert.True(answer.MediaType is { } type && (!IsText(type) || answer.Headers["Content-Type"].EndsWith("; charset=utf-8", StringComparison.Ordinal)),
                $"{what}: {answer.Headers.GetValueOrDefault("Content-Type")}");
        Assert.False(answer.Headers.ContainsKey("Server") || answer.Headers.ContainsKey("X-Powered-By"), what);
    }

    private static bool IsText(string type) => type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal);
}
