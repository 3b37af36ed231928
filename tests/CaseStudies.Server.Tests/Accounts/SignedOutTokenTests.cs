using System.Net;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Tests.Access;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>What programs got for somebody before a sign-out opens nothing any more, on any node.</summary>
public sealed class SignedOutTokenTests(ProviderNodes server) : IClassFixture<ProviderNodes>
{
    [Fact]
    public async Task A_logout_at_the_provider_ends_the_tokens_of_before()
    {
        var (token, other) = (await server.Provider.AccessTokenAsync("leaver"), await server.Provider.AccessTokenAsync("stayer"));
        await OpensAsync(HttpStatusCode.OK, token, other);

        await LogOutAsync("leaver", Duration.Zero);
        await OpensAsync(HttpStatusCode.Unauthorized, token);
        await OpensAsync(HttpStatusCode.OK, other);
        // One that comes late takes nothing back.
        await LogOutAsync("leaver", Duration.FromMinutes(-1));
        await OpensAsync(HttpStatusCode.Unauthorized, token);
        await AgainAsync("leaver");
        await OpensAsync(HttpStatusCode.Unauthorized, token);
    }

    [Fact]
    public async Task A_logout_that_names_a_session_alone_ends_the_tokens_of_whose_it_is()
    {
        var (token, browser) = (await server.Provider.AccessTokenAsync("named"), await server.SignedInAsync("named"));
        var session = await server.ScalarAsync<string>(
            "select provider_session from accounts.sessions where member = $1", (await server.MemberAsync("named")).Value);
        await OpensAsync(HttpStatusCode.OK, token);
        using (var heard = await HearAsync(server.Provider.LogoutToken(c => c["sid"] = session)))
            Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
        await OpensAsync(HttpStatusCode.Unauthorized, token);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.Two, "/organisations"));
    }

    [Fact]
    public async Task Who_ends_all_other_sessions_ends_the_tokens_of_before()
    {
        var (token, browser) = (await server.Provider.AccessTokenAsync("careful"), await server.SignedInAsync("careful"));
        await OpensAsync(HttpStatusCode.OK, token);
        using (var pressed = await browser.SubmitAsync(server.One, "/account", "/account", ("press", "others")))
            Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
        await OpensAsync(HttpStatusCode.Unauthorized, token);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));
        await AgainAsync("careful");
    }

    [Fact]
    public async Task The_operator_signs_out_somebody_and_everybody()
    {
        var (token, other) = (await server.Provider.AccessTokenAsync("held"), await server.Provider.AccessTokenAsync("another"));
        var browser = await server.SignedInAsync("held");
        await OpensAsync(HttpStatusCode.OK, token, other);

        Assert.Equal(1, await SignOutAsync(await server.MemberAsync("held")));
        await OpensAsync(HttpStatusCode.Unauthorized, token);
        await OpensAsync(HttpStatusCode.OK, other);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.Two, "/organisations"));
        Assert.Null(await SignOutAsync(Identities.NewId()));

        await SignOutAsync(null);
        await OpensAsync(HttpStatusCode.Unauthorized, token, other);
        await AgainAsync("another");
    }

    private async Task<int?> SignOutAsync(MemberId? member)
    {
        await using var scope = server.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountLocks>().SignOutAsync(member, TestContext.Current.CancellationToken);
    }

    private async Task LogOutAsync(string who, Duration when)
    {
        using var heard = await HearAsync(server.Provider.LogoutToken(c => (c["sub"], c["iat"]) = (who, Issuer.Seconds(when))));
        Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
    }

    private Task<HttpResponseMessage> HearAsync(string token) => new Browser().SendAsync(server.One, new(HttpMethod.Post, "/sign-in/provider/logout")
    {
        Content = new FormUrlEncodedContent([new("logout_token", token)]),
    });

    /// <summary>A new token opens again: from the next second on, since tokens name no part of one.</summary>
    private Task AgainAsync(string who) => Until.TrueAsync(async () =>
        await StatusAsync(await server.Provider.AccessTokenAsync(who), server.Two) == HttpStatusCode.OK);

    private async Task OpensAsync(HttpStatusCode expected, params string[] tokens)
    {
        foreach (var token in tokens)
        {
            Assert.Equal(expected, await StatusAsync(token, server.One));
            Assert.Equal(expected, await StatusAsync(token, server.Two));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(string token, Alba.IAlbaHost node)
    {
        using var answer = await new Browser().SendAsync(node, new(HttpMethod.Get, "/organisations")
        {
            Headers = { { "Authorization", "Bearer " + token }, { "Accept", "application/json" } },
        });
        return answer.StatusCode;
    }
}
