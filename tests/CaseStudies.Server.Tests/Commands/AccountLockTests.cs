using System.Net;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>How an operator locks somebody out, and lets them in again.</summary>
public sealed class AccountLockTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_disabled_account_is_signed_out_everywhere_and_stays_out_until_it_is_enabled()
    {
        var (password, passkey) = (new Browser("http://localhost"), new Browser("http://localhost"));
        var link = new Uri((await TypeAsync("accounts create hanako --owner-of held")).Said.Split('\n')[1]).AbsolutePath;
        using (var set = await password.SubmitAsync(server.Host, link, link, ("password", AccountNodes.Password)))
            Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        using (var second = await passkey.SignInAsync(server.Host, "hanako", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        Assert.Equal((0, "Sessions ended: 2.\n"), await TypeAsync("accounts sign-out hanako"));
        // Until the server has asked again whether there are accounts, which is once a second, the local user is on.
        await Until.TrueAsync(async () => await new Browser("http://localhost").StatusAsync(server.Host, "/organisations") == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, await password.StatusAsync(server.Host, "/organisations"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync());
        var open = new Uri((await TypeAsync("accounts reset hanako")).Said.Split('\n')[1]).AbsolutePath;

        Assert.StartsWith("The account hanako is disabled", (await TypeAsync("accounts disable hanako")).Said, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, await password.StatusAsync(server.Host, "/organisations"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SignInAsync());
        Assert.Equal(HttpStatusCode.NotFound, await password.StatusAsync(server.Host, open, "text/html"));
        Assert.Equal((1, "The account hanako is disabled. Use accounts enable first.\n"), await TypeAsync("accounts reset hanako"));

        Assert.Equal((0, "The account hanako can be used again.\n"), await TypeAsync("accounts enable hanako"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync());
        Assert.Equal(0, (await TypeAsync("accounts sign-out-all")).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, await password.StatusAsync(server.Host, "/organisations"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync());
        var member = await server.ScalarAsync<string>("select member from accounts.sessions");
        Assert.Equal((0, "Sessions ended: 1.\n"), await TypeAsync($"accounts sign-out {member}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await password.StatusAsync(server.Host, "/organisations"));
        Assert.Equal((1, "There is no account nobody.\n"), await TypeAsync("accounts disable nobody"));
        var nobody = "m-" + new string('0', 32);
        Assert.Equal((1, $"Nobody has the id {nobody}.\n"), await TypeAsync($"accounts sign-out {nobody}"));

        async Task<HttpStatusCode> SignInAsync()
        {
            using var answer = await password.SignInAsync(server.Host, "hanako", AccountNodes.Password);
            return answer.StatusCode;
        }
    }

    private async Task<(int Code, string Said)> TypeAsync(string line)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync(line);
        return (code, output + error);
    }
}
