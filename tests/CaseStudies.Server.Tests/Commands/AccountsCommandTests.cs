using System.Net;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Commands;

public sealed class AccountsCommandTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_first_account_turns_the_local_user_off_and_its_owner_signs_in()
    {
        var browser = new Browser("http://localhost");
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Host, "/organisations"));
        Assert.Equal((1, "There is no account taro@example.org.\n"), await TypeAsync("accounts reset taro@example.org"));

        var (code, said) = await TypeAsync("accounts create taro@example.org --owner-of owned");

        Assert.Equal(0, code);
        var lines = said.Split('\n');
        Assert.Matches("^The account taro@example.org is made; its id is m-[0-9a-f]{32}. Give the person this link", lines[0]);
        Assert.Matches("^http://localhost:5080/link/[A-Za-z0-9_-]{43}$", lines[1]);
        Assert.Contains("nobody is signed in without one any more", lines[2], StringComparison.Ordinal);
        await Until.TrueAsync(async () => await browser.StatusAsync(server.Host, "/organisations") == HttpStatusCode.Unauthorized,
            within: TimeSpan.FromSeconds(30));
        var member = lines[0].Split(' ').Single(w => w.StartsWith("m-", StringComparison.Ordinal)).TrimEnd('.');
        Assert.Equal(Role.Owner, (await server.Host.Services.GetRequiredService<OrganisationReader>()
            .FindAsync(new("owned"), TestContext.Current.CancellationToken))?.RoleOf(new MemberId(member)));

        var link = new Uri(lines[1]).AbsolutePath;
        using (var set = await browser.SubmitAsync(server.Host, link, link, ("password", AccountNodes.Password)))
            Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Host, "/organisations/owned/members"));

        Assert.Equal((1, "The login name TARO@example.org is taken. For somebody who has forgotten the password, use accounts reset.\n"),
            await TypeAsync("accounts create TARO@example.org"));
        var (again, reset) = await TypeAsync("accounts reset taro@example.org");
        Assert.Equal(0, again);
        Assert.Matches("/link/[A-Za-z0-9_-]{43}\n$", reset);
        foreach (var bad in new[] { "山田", new string('a', 255), "a/b" })
            Assert.StartsWith("A login name is an e-mail address", (await TypeAsync($"accounts create {bad}")).Said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> TypeAsync(string line)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync(line);
        return (code, output + error);
    }
}
