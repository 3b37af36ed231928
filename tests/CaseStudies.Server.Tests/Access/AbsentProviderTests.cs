using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Access;

/// <summary>The identity provider cannot be reached: nobody gets in, and it is no fault of ours.</summary>
public sealed class AbsentProviderTests(AbsentProviderTests.Server server) : IClassFixture<AbsentProviderTests.Server>
{
    [Fact]
    public async Task A_token_that_nobody_can_check_opens_nothing()
    {
        await using var issuer = new Issuer();
        await issuer.StartAsync();
        foreach (var token in new[] { issuer.Token(["alpha"]), issuer.Token(["alpha"], algorithm: "none"), "x" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/organisations/alpha/initiatives");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            var answer = await server.SendAsync(request);
            Assert.Equal(401, answer.Status);
            HostileServer.CheckProblem("absent", answer);
        }

        Assert.Equal(200, (await server.GetAsync("/health")).Status);
    }

    public sealed class Server(PostgresFixture postgres) : ListeningServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration["LocalUser:Enabled"] = "false";
            builder.Configuration["Authentication:Authority"] = "http://127.0.0.1:1";
            builder.Configuration["Authentication:Audience"] = Issuer.Audience;
            builder.Configuration["Authentication:AllowHttpOnLoopback"] = "true";
        }
    }
}
