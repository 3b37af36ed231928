using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Access;

/// <summary>A member, and an organisation, that asks too often is told to wait, and nobody else.</summary>
public sealed class MemberLimitTests(MemberLimitTests.Slow server) : IClassFixture<MemberLimitTests.Slow>
{
    public sealed class Slow(PostgresFixture postgres) : SignedInServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            base.Configure(builder);
            // Ten and twenty at once.
            (builder.Configuration["Load:MemberPerSecond"], builder.Configuration["Load:OrganisationPerSecond"]) = ("1", "2");
        }
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait_and_others_are_answered()
    {
        var (busy, calm) = (await server.TokenAsync("limited", Role.Staff), await server.TokenAsync("limited", Role.Reader));
        var key = await server.KeyAsync("limited", Role.Staff);

        var answers = await AskAsync(busy, "limited", 40);

        Assert.InRange(answers.Count(a => a.Status == 200), 10, 25);
        var refused = answers.First(a => a.Status != 200);
        Assert.Equal((429, "1"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Equal("too-many-requests", (string)JsonNode.Parse(refused.Body)!["code"]!);
        Assert.All(await AskAsync(calm, "limited", 3), a => Assert.Equal(200, a.Status));
        Assert.Contains(429, (await AskAsync(key, "limited", 40)).Select(a => a.Status));
        Assert.All(await AskAsync(await server.TokenAsync("unlimited", Role.Reader), "unlimited", 5), a => Assert.Equal(200, a.Status));
        await Until.TrueAsync(async () => (await AskAsync(busy, "limited", 1))[0].Status == 200);
    }

    [Fact]
    public async Task Who_is_always_refused_is_limited_too_and_uses_nothing_of_the_organisation_up()
    {
        var (owner, stranger) = (await server.TokenAsync("besieged", Role.Owner), await server.TokenAsync("besieging", Role.Staff));
        var answers = await AskAsync(stranger, "besieged", 40);
        Assert.Equal([404, 429], answers.Select(a => a.Status).Distinct().Order());
        Assert.All(await AskAsync(owner, "besieged", 9), a => Assert.Equal(200, a.Status));
    }

    [Fact]
    public async Task An_organisation_as_a_whole_has_a_limit_too()
    {
        var tokens = new List<string>();
        foreach (var role in new[] { Role.Reader, Role.Recorder, Role.Staff, Role.Manager, Role.Owner })
            tokens.Add(await server.TokenAsync("crowded", role));
        var answers = await Task.WhenAll(tokens.Select(t => AskAsync(t, "crowded", 9)));
        Assert.InRange(answers.SelectMany(a => a).Count(a => a.Status == 429), 1, 25);
    }

    private Task<Answer[]> AskAsync(string token, string organisation, int times) => Task.WhenAll(
        Enumerable.Range(0, times).Select(_ => server.SendAsync("GET", $"/organisations/{organisation}/fiscal-year", token)));
}
