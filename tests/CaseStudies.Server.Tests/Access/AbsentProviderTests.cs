using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Access;

/// <summary>The identity provider cannot be reached: nobody gets in, and it is no fault of ours.</summary>
public sealed class AbsentProviderTests(AbsentProviderTests.Server server, AbsentProviderTests.Redirected redirected)
    : IClassFixture<AbsentProviderTests.Server>, IClassFixture<AbsentProviderTests.Redirected>
{
    [Fact]
    public async Task A_provider_is_not_followed_to_another_address()
    {
        var answer = await redirected.SendAsync("GET", "/organisations", redirected.Issuer.Token("somebody"));
        Assert.Equal((503, "sign-in-unavailable"), (answer.Status, (string)JsonNode.Parse(answer.Body)!["code"]!));
    }

    [Fact]
    public async Task A_token_that_nobody_can_check_opens_nothing()
    {
        await using var issuer = new Issuer();
        await issuer.StartAsync();
        foreach (var token in new[] { issuer.Token("somebody"), issuer.Token("somebody", algorithm: "none"), "x" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/organisations/alpha/initiatives");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            var answer = await server.SendAsync(request);
            Assert.Equal(503, answer.Status);
            Assert.Equal("sign-in-unavailable", (string)JsonNode.Parse(answer.Body)!["code"]!);
            Assert.Equal("5", answer.Headers["Retry-After"]);
        }

        Assert.Equal(401, (await server.GetAsync("/organisations/alpha/initiatives")).Status);
        Assert.Equal(200, (await server.GetAsync("/health")).Status);
        Assert.Contains(nameof(CaseStudies.Server.Problems.ProviderUnreachableException), server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_wants_to_sign_in_is_told_to_try_again()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in/provider?lang=en") { Headers = { { "Accept", "text/html" } } };
        request.Headers.Host = "localhost";
        var answer = await server.SendAsync(request);
        Assert.Equal((503, "5", "text/html"), (answer.Status, answer.Headers["Retry-After"], answer.MediaType));
        Assert.Contains("The identity provider cannot be reached", answer.Body, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:1", (await server.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
        var token = await server.SendAsync(new(HttpMethod.Post, "/sign-in/provider/logout")
        {
            Content = new FormUrlEncodedContent([new("logout_token", "x")]),
        });
        Assert.Equal(503, token.Status);
    }

    /// <summary>The provider's metadata lie elsewhere, where everything would be right.</summary>
    public sealed class Redirected(PostgresFixture postgres) : SignedInServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            base.Configure(builder);
            builder.Configuration["Authentication:Authority"] = Issuer.Address + "/elsewhere";
        }
    }

    public sealed class Server(PostgresFixture postgres) : ListeningServer(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration["LocalUser:Enabled"] = "false";
            builder.Configuration["Authentication:Authority"] = "http://127.0.0.1:1";
            builder.Configuration["Authentication:Audience"] = Issuer.Audience;
            builder.Configuration["Authentication:ClientId"] = "browsers";
            builder.Configuration["Authentication:AllowHttpOnLoopback"] = "true";
        }
    }
}
