using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Access;

/// <summary>Where the operator says what a token must be good for, and how strong its sign-in must have been.</summary>
public sealed class TokenStrengthTests(TokenStrengthTests.Demanding server) : IClassFixture<TokenStrengthTests.Demanding>
{
    public sealed class Demanding(PostgresFixture postgres) : SignedInServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            base.Configure(builder);
            builder.Configuration["Authentication:Scope"] = "casestudies figures";
            builder.Configuration["Authentication:Acr"] = "phr, phrh";
        }
    }

    [Fact]
    public async Task A_token_of_a_narrower_scope_or_a_weaker_sign_in_opens_nothing()
    {
        Assert.Equal(200, await StatusAsync("openid figures casestudies", "phr"));
        Assert.Equal(200, await StatusAsync(new JsonArray("casestudies", "figures"), "phrh"));
        foreach (var scope in new JsonNode?[] { null, "", "casestudies", "figures", "casestudiesfigures", "casestudies-figures", "Casestudies figures", 1 })
            Assert.Equal(401, await StatusAsync(scope, "phr"));
        foreach (var acr in new JsonNode?[] { null, "", "1", "PHR", "phr,phrh", 0 })
            Assert.Equal(401, await StatusAsync("casestudies figures", acr));
    }

    private async Task<int> StatusAsync(JsonNode? scope, JsonNode? acr)
    {
        var answer = await server.SendAsync("GET", "/organisations", server.Issuer.Token("somebody", c => (c["scope"], c["acr"]) = (scope, acr)));
        if (answer.Status != 200)
            HostileServer.CheckProblem($"{scope} {acr}", answer);
        return answer.Status;
    }
}
