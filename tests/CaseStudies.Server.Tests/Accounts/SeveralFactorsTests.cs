using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alba;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Where the operator asks for several factors, and beside it a node of before, which does not.</summary>
public sealed partial class SeveralFactorsTests(SeveralFactorsTests.Strict server) : IClassFixture<SeveralFactorsTests.Strict>
{
    private const string Settings = "/account/second-factor";

    public sealed class Strict(PostgresFixture postgres) : ServerFixture(postgres), IAsyncLifetime
    {
        protected override bool CarriesKey => false;

        public IAlbaHost Before { get; private set; } = null!;

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await AccountAsync("first");
            Before = await AnotherNodeAsync();
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await Before.DisposeAsync();
            await DisposeAsync();
            GC.SuppressFinalize(this);
        }

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Accounts:SecondFactor"] = "required";

        internal async Task AccountAsync(string login)
        {
            await using var scope = Host.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            Assert.True((await users.CreateAsync(new() { UserName = login }, AccountNodes.Password)).Succeeded);
        }

        /// <summary>As if a device had made it.</summary>
        internal async Task PasskeyAsync(string login, byte id)
        {
            await using var scope = Host.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await users.AddOrUpdatePasskeyAsync((await users.FindByNameAsync(login))!,
                new([id], [0], TimeProvider.System.GetUtcNow(), 0, null, isUserVerified: true, isBackupEligible: false, isBackedUp: false, [0], [0]));
        }
    }

    [Fact]
    public async Task A_password_alone_opens_the_page_that_sets_up_a_second_factor_and_nothing_else()
    {
        var browser = await SignedInAsync("plain", server.Before);
        // A session of before the setting.
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Before, "/organisations"));
        foreach (var path in new[] { "/", "/organisations", "/account", "/organisations/any/members", "/organisations/any/initiatives/one?lang=en" })
        {
            using var led = await browser.GetAsync(server.Host, path);
            Assert.Equal((HttpStatusCode.SeeOther, Settings), (led.StatusCode, led.Headers.Location?.OriginalString.Split('?')[0]));
            using var refused = await browser.GetAsync(server.Host, path, "application/json");
            await RefusedAsync(refused);
        }

        foreach (var path in new[] { "/account", "/account/passkeys/options", "/account/passkeys", "/account/passkeys/removal", "/organisations/any/members" })
            await RefusedAsync(await browser.SubmitAsync(server.Host, Settings, path, ("present", AccountNodes.Password)));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Host, "/guide", "text/html"));
        Assert.Contains("パスワードだけのサインインでは何もできません", await browser.PageAsync(server.Host, Settings), StringComparison.Ordinal);

        using var left = await browser.SubmitAsync(server.Host, Settings, "/sign-out");
        Assert.Equal("/sign-in?signed-out=yes", left.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.Host, "/organisations"));
    }

    [Fact]
    public async Task Once_it_is_set_up_the_session_goes_on_and_the_next_one_shows_a_code()
    {
        var (browser, other) = (await SignedInAsync("setting-up"), new Browser());
        using (await other.SignInAsync(server.Host, "setting-up", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.Forbidden, await other.StatusAsync(server.Host, "/organisations"));
        var (app, codes) = await SwitchOnAsync(browser);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Host, "/organisations"));
        Assert.Contains("Browser of a test", await browser.PageAsync(server.Host, "/account"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(server.Host, "/organisations"));

        foreach (var code in new[] { app.Code(-1), codes[0] })
        {
            var next = new Browser();
            using (await next.SignInAsync(server.Before, "setting-up", AccountNodes.Password))
            using (var shown = await next.SubmitAsync(server.Before, "/sign-in", "/sign-in/code", ("code", code), ("return", "/")))
                Assert.Equal(HttpStatusCode.SeeOther, shown.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await next.StatusAsync(server.Host, "/organisations"));
        }
    }

    [Fact]
    public async Task The_last_factor_stays()
    {
        var browser = await SignedInAsync("keeping");
        await SwitchOnAsync(browser);
        await PressAsync(browser, HttpStatusCode.Conflict, ("press", "off"), ("present", AccountNodes.Password));

        await server.PasskeyAsync("keeping", 1);
        await PressAsync(browser, HttpStatusCode.SeeOther, ("press", "off"), ("present", AccountNodes.Password));
        Assert.Equal(HttpStatusCode.Conflict, await RemoveAsync(browser, 1));
        await server.PasskeyAsync("keeping", 2);
        Assert.Equal(HttpStatusCode.SeeOther, await RemoveAsync(browser, 1));
        Assert.Equal(HttpStatusCode.Conflict, await RemoveAsync(browser, 2));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Host, "/organisations"));
    }

    [Fact]
    public async Task Who_has_a_factor_shows_it_before_another_one_is_set_up()
    {
        var browser = await SignedInAsync("has-passkey");
        await server.PasskeyAsync("has-passkey", 9);
        var page = await browser.PageAsync(server.Host, Settings);
        Assert.Contains("もう一度サインインしてください", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"present\"", page, StringComparison.Ordinal);
        await PressAsync(browser, HttpStatusCode.Forbidden, ("press", "begin"), ("present", AccountNodes.Password));
        await PressAsync(browser, HttpStatusCode.Forbidden, ("press", "confirm"), ("code", "000000"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(server.Host, "/organisations"));
    }

    [Fact]
    public async Task Nobody_joins_by_a_password_alone()
    {
        var (secret, invitation) = LinkSecret.New();
        var (recorder, stop) = (server.Host.Services.GetRequiredService<OrganisationRecorder>(), TestContext.Current.CancellationToken);
        Assert.Null(await recorder.GiveRoleAsync(new("open"), Identities.NewId(), Role.Owner, null, new(Guid.NewGuid()), [], Actor.Operator, stop));
        Assert.NotNull((await recorder.InviteAsync(
            new("open"), new(invitation), Role.Staff, null, new(Guid.NewGuid()), [], Actor.Operator, stop)).Made);
        var (browser, link) = (await SignedInAsync("joining"), $"{LinkSecret.Join}/open/{secret}");
        using (var led = await browser.GetAsync(server.Host, link))
            Assert.Equal(Settings, led.Headers.Location?.OriginalString);
        using (var led = await browser.SubmitAsync(server.Host, "/sign-in", link))
            Assert.Equal(Settings, led.Headers.Location?.OriginalString);

        await SwitchOnAsync(browser);
        using var joined = await browser.SubmitAsync(server.Host, link, link);
        Assert.Equal("/organisations/open/today", joined.Headers.Location?.OriginalString);
    }

    [Fact]
    public void It_is_optional_or_required()
    {
        Assert.False(Read(null).AreRequired);
        Assert.False(Read("optional").AreRequired);
        Assert.True(Read("required").AreRequired);
        var refused = Assert.Throws<StartupException>(() => Read("Required"));
        Assert.Contains("is optional or required, not 'Required'", refused.Sentence.En, StringComparison.Ordinal);

        static SeveralFactors Read(string? word) => new(new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create("Accounts:SecondFactor", word)]).Build());
    }

    private async Task<Browser> SignedInAsync(string login, IAlbaHost? node = null)
    {
        await server.AccountAsync(login);
        var browser = new Browser();
        using var answer = await browser.SignInAsync(node ?? server.Host, login, AccountNodes.Password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    private async Task<(App App, string[] Codes)> SwitchOnAsync(Browser browser)
    {
        var app = App.Of(await PressAsync(browser, HttpStatusCode.OK, ("press", "begin"), ("present", AccountNodes.Password)), server.Clock);
        var page = await PressAsync(browser, HttpStatusCode.OK, ("press", "confirm"), ("code", app.Code(0)));
        Assert.DoesNotContain("パスワードだけの", page, StringComparison.Ordinal);
        return (app, [.. Recovery().Matches(page).Select(m => m.Groups[1].Value)]);
    }

    private async Task<string> PressAsync(Browser browser, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        using var answer = await browser.SubmitAsync(server.Host, Settings, Settings, fields);
        Assert.Equal(expected, answer.StatusCode);
        return await Forms.TextAsync(answer);
    }

    private async Task<HttpStatusCode> RemoveAsync(Browser browser, byte id)
    {
        using var answer = await browser.SubmitAsync(server.Host, "/account", "/account/passkeys/removal",
            ("passkey", Convert.ToBase64String([id])), ("present", AccountNodes.Password));
        return answer.StatusCode;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var said = JsonNode.Parse(await Forms.TextAsync(answer))!;
        Assert.Equal("second-factor-required", (string)said["code"]!);
        Assert.Contains(Settings, (string)said["title"]! + said["detail"], StringComparison.Ordinal);
    }

    [GeneratedRegex("<li><code>([^<]*)</code></li>")]
    private static partial Regex Recovery();
}
