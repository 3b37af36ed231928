using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>For people who sign in, mounted below a path, behind a proxy that calls from 127.0.0.1.</summary>
public sealed class MountedServer(PostgresFixture postgres) : ProxiedServer(postgres)
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration["Proxy:Trusted"] = "10.0.0.0/8, 127.0.0.1";
        builder.Configuration["Proxy:PathBase"] = "/figures/";
    }
}

/// <summary>The same without a word about proxies.</summary>
public class ProxiedServer(PostgresFixture postgres) : SignedInServer(postgres)
{
    /// <summary>Tells what the server believes of a request.</summary>
    protected override void Map(WebApplication app) =>
        app.MapGet("/believed", (HttpContext c) =>
            Results.Json(new { c.Request.Scheme, Host = c.Request.Host.Value, From = c.Connection.RemoteIpAddress?.ToString() })).AllowAnonymous();
}

public sealed class ProxyTests(ProxiedServer direct, MountedServer mounted) : IClassFixture<ProxiedServer>, IClassFixture<MountedServer>
{
    private static readonly (string, string)[] s_forwarded =
        [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "casestudies.example.org")];

    [Fact]
    public async Task Without_a_configured_proxy_nobody_is_believed()
    {
        var answer = await direct.SendAsync("GET", "/believed", null, null, s_forwarded);
        var believed = JsonNode.Parse(answer.Body)!;
        Assert.Equal(("http", "127.0.0.1"), ((string)believed["scheme"]!, (string)believed["from"]!));
        Assert.DoesNotContain("example", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Strict-Transport-Security", answer.Headers.Keys);
    }

    [Fact]
    public async Task A_configured_proxy_is_believed_and_https_is_made_to_stay()
    {
        var answer = await mounted.SendAsync("GET", "/figures/believed", null, null, s_forwarded);
        Assert.Equal("""{"scheme":"https","host":"casestudies.example.org","from":"203.0.113.7"}""", answer.Body);
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers["Strict-Transport-Security"]);
        Assert.DoesNotContain("Strict-Transport-Security", (await mounted.SendAsync("GET", "/figures/believed", null)).Headers.Keys);
    }

    [Fact]
    public async Task Only_the_nearest_proxy_is_asked()
    {
        var answer = await mounted.SendAsync("GET", "/figures/believed", null, null, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7"));
        Assert.Equal("203.0.113.7", (string)JsonNode.Parse(answer.Body)!["from"]!);
    }

    [Fact]
    public async Task Below_a_path_every_link_that_the_server_writes_stays_below_it()
    {
        var token = await mounted.TokenAsync("alpha");
        const string Initiative = "/figures/organisations/alpha/initiatives/one";
        var opening = HostileServer.Record(HostileServer.Examples.Foundation()).ToJsonString();
        var recorded = await mounted.SendAsync("POST", Initiative + "/entries", token, opening);
        Assert.Equal((201, Initiative + "/entries"), (recorded.Status, recorded.Headers["Location"]));

        var page = await mounted.SendAsync("GET", Initiative, token, null, ("Accept", "text/html"));
        Assert.Equal(200, page.Status);
        var links = System.Text.RegularExpressions.Regex.Matches(page.Body, "(?:href|src|action)=\"(/[^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, l => Assert.StartsWith("/figures/", l, StringComparison.Ordinal));
        Assert.All(links.Where(l => l.Contains(".css", StringComparison.Ordinal)), l => Assert.Equal(200, mounted.GetAsync(l).GetAwaiter().GetResult().Status));

        var description = await mounted.GetAsync("/figures/openapi.json");
        Assert.Equal("/figures/", (string)JsonNode.Parse(description.Body)!["servers"]![0]!["url"]!);
        Assert.Equal("/figures/nowhere", (string)JsonNode.Parse((await mounted.GetAsync("/figures/nowhere")).Body)!["instance"]!);
        var feed = await mounted.SendAsync("GET", "/figures/organisations/alpha/feed", token);
        Assert.Contains("</figures/organisations/alpha/feed?", feed.Headers["Link"], StringComparison.Ordinal);
    }
}
