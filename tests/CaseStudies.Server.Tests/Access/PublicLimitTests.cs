using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Access;

/// <summary>Readers without sign-in are answered at a steady pace, however often they ask.</summary>
public sealed class PublicLimitTests(PublicLimitTests.Slow server) : IClassFixture<PublicLimitTests.Slow>
{
    public sealed class Slow(PostgresFixture postgres) : ListeningServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Configuration["Load:PublicPerSecond"] = "1"; // one waits
        }
    }

    [Fact]
    public async Task Who_asks_more_often_waits_and_then_is_refused_in_both_languages_while_others_are_answered()
    {
        foreach (var address in new[] { "/openapi.json", "/reference", "/guide", "/scalar" })
            Assert.InRange((await AskAsync(address, 1))[0].Status, 200, 302);

        var answers = await AskAsync("/openapi.json", 100);

        Assert.Contains(200, answers.Select(a => a.Status));
        var refused = answers.First(a => a.Status != 200);
        Assert.Equal((429, "1"), (refused.Status, refused.Headers["Retry-After"]));
        var problem = JsonNode.Parse(refused.Body)!;
        Assert.Equal("too-many-requests", (string)problem["code"]!);
        Assert.Contains("リクエストが多すぎます", (string)problem["ja"]!, StringComparison.Ordinal);
        Assert.Contains("too many requests", (string)problem["en"]!, StringComparison.Ordinal);
        Assert.All(await AskAsync("/health/live", 50), a => Assert.Equal(200, a.Status));
        Assert.All(await AskAsync("/organisations", 50), a => Assert.Equal(200, a.Status));
    }

    private Task<Answer[]> AskAsync(string address, int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => server.GetAsync(address)));
}
