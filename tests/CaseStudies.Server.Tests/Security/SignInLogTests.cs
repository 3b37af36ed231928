using System.Net;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Security;

/// <summary>What the owners of an organisation see of how its members sign in.</summary>
public sealed class SignInLogTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task Each_organisation_of_a_person_sees_how_the_person_signed_in_and_what_changed_of_the_account()
    {
        var member = await server.AccountAsync("logged");
        var other = await server.AccountAsync("other");
        await JoinAsync("sign-one", member, Role.Owner);
        await JoinAsync("sign-two", other, Role.Owner);
        await JoinAsync("sign-two", member, Role.Reader);
        await JoinAsync("sign-three", other, Role.Owner);
        var browser = new Browser();
        using (var wrong = await browser.SignInAsync(server.One, "logged", "not the password of anybody"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var nobody = await browser.SignInAsync(server.One, "nobody of this name", "not the password of anybody"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        using (var signedIn = await browser.SignInAsync(server.One, "logged", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        using (var changed = await browser.SubmitAsync(
            server.Two, "/account", "/account", ("present", AccountNodes.Password), ("password", "a kite above the field")))
            Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        using (var ended = await browser.SubmitAsync(server.Two, "/account", "/account", ("press", "others")))
            Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        var page = await browser.PageAsync(server.One, "/organisations/sign-one/security-log?lang=en");
        using (var out_ = await browser.SubmitAsync(server.One, "/account", "/sign-out"))
            Assert.Equal(HttpStatusCode.SeeOther, out_.StatusCode);

        Assert.Equal(["sign-in-failed", "signed-in", "password-changed", "sessions-ended", "signed-out"], await EventsAsync("sign-one"));
        Assert.Equal(await EventsAsync("sign-one"), await EventsAsync("sign-two"));
        Assert.Empty(await EventsAsync("sign-three"));
        Assert.Contains("<span>logged</span>", page, StringComparison.Ordinal);
        Assert.Contains("Failed to sign in", page, StringComparison.Ordinal);

        Task<string[]> EventsAsync(string organisation) => server.ScalarAsync<string[]>(
            "select array(select event from vault.security_log where tenant_id = $1 and (member = $2 or member = '') order by id)", organisation, member.Value);
    }

    private async Task JoinAsync(string organisation, MemberId member, Role role) => Assert.Null(
        await server.Host.Services.GetRequiredService<OrganisationRecorder>().GiveRoleAsync(
            new(organisation), member, role, null, new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken));
}
