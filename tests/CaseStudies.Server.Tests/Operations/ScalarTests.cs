using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>The operator wants no page that runs scripts.</summary>
public sealed class WithoutScalar(PostgresFixture postgres) : ListeningServer(postgres)
{
    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Scalar:Enabled"] = "false";
}

public sealed partial class ScalarTests(HostileServer server, WithoutScalar without) : IClassFixture<HostileServer>, IClassFixture<WithoutScalar>
{
    [Fact]
    public async Task An_operator_can_leave_it_out()
    {
        foreach (var path in new[] { "/scalar", "/scalar/", "/scalar/scalar.js" })
            Assert.Equal(404, (await without.GetAsync(path)).Status);
        Assert.Equal(200, (await without.GetAsync("/reference")).Status);
        Assert.Equal(200, (await server.GetAsync("/scalar/scalar.js")).Status);
    }

    [Fact]
    public async Task The_page_runs_only_its_own_scripts_and_asks_nobody_else()
    {
        var page = await server.GetAsync("/scalar/");

        var policy = page.Headers["Content-Security-Policy"];
        var nonce = Nonce().Match(policy).Groups[1].Value;
        Assert.True(nonce.Length >= 32, policy);
        Assert.All(Script().Matches(page.Body), s => Assert.Contains($"nonce=\"{nonce}\"", s.Value, StringComparison.Ordinal));
        Assert.Equal(3, Script().Count(page.Body));
        Assert.DoesNotContain("://", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'nonce-", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.NotEqual(nonce, Nonce().Match((await server.GetAsync("/scalar/")).Headers["Content-Security-Policy"]).Groups[1].Value);
        // No other page may run any.
        Assert.DoesNotContain("script-src", (await server.GetAsync("/reference")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_slash_it_leads_to_the_page_that_finds_its_files()
    {
        var answer = await server.GetAsync("/scalar");
        Assert.Equal((302, "scalar/"), (answer.Status, answer.Headers["Location"]));
        Assert.Equal(404, (await server.GetAsync("/scalar/elsewhere")).Status);
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
