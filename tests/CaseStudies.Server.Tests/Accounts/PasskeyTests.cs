using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A server on a real socket with one account: for a real browser.</summary>
public sealed class AccountServer(PostgresFixture postgres) : ListeningServer(postgres)
{
    public const string Login = "keeper";

    protected override bool CarriesKey => false;

    /// <summary>A passkey is for a host with a name.</summary>
    public string Address => $"http://localhost:{Client.BaseAddress!.Port}";

    protected override async Task PrepareAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(new() { UserName = Login }, AccountNodes.Password);
        Assert.True(made.Succeeded);
    }

    /// <summary>Makes the keeper an owner.</summary>
    /// <returns>The path of an invitation.</returns>
    public async Task<string> OwnAsync(string organisation)
    {
        var (recorder, stop) = (Services.GetRequiredService<OrganisationRecorder>(), TestContext.Current.CancellationToken);
        await using var scope = Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(Login);
        var member = await Services.GetRequiredService<Identities>().IdOfAsync(Account.Issuer, account!.Id, stop);
        Assert.Null(await recorder.GiveRoleAsync(new(organisation), member, Role.Owner, null, new(Guid.NewGuid()), [], Actor.Operator, stop));
        var (secret, invitation) = LinkSecret.New();
        Assert.NotNull((await recorder.InviteAsync(new(organisation), new(invitation), Role.Staff, null, new(Guid.NewGuid()), [], Actor.Operator, stop)).Made);
        return $"{LinkSecret.Join}/{organisation}/{secret}";
    }
}

public sealed class PasskeyTests(AccountServer server) : IClassFixture<AccountServer>
{
    private static readonly string s_password = $"'{AccountNodes.Password}'";

    [Fact]
    public async Task Somebody_makes_a_passkey_signs_in_by_it_alone_and_removes_it()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await SignInAsync(browser);

        // With a wrong password none is made, and the page says so.
        await browser.OpenAsync(server.Address + "/account");
        await MakeAsync(browser, "'not the password'");
        await browser.WaitAsync("/パスワード|password/.test(document.querySelector('[data-passkey] [role=alert]').textContent)");
        Assert.Equal(0, await PasskeysAsync());
        await MakeAsync(browser, s_password);
        await browser.WaitAsync("document.body.textContent.includes('heron phone')");
        Assert.Equal(1, await PasskeysAsync());
        Assert.Equal([false], await SeveralAsync());

        await browser.ReadAsync("document.querySelector('form[action^=\"/sign-out\"]').submit()");
        await browser.AtAsync("/sign-in");
        await browser.WaitAsync("!document.querySelector('[data-passkey=use]').hidden");
        await browser.ReadAsync("document.querySelector('[data-passkey=use]').requestSubmit()");
        await browser.AtAsync("/");
        Assert.True((bool?)await browser.ReadAsync($"document.querySelector('.signed').textContent.includes('{AccountServer.Login}')"));
        Assert.Equal([true], await SeveralAsync());

        await browser.OpenAsync(server.Address + "/account");
        await browser.ReadAsync(
            $"(f => {{ f.elements.present.value = {s_password}; f.submit() }})(document.querySelector('form[action^=\"/account/passkeys/removal\"]'))");
        await browser.WaitAsync("!document.body.textContent.includes('heron phone')");
        Assert.Equal(0, await PasskeysAsync());

        // The device still has it; the server does not take it any more.
        await browser.ReadAsync("document.querySelector('form[action^=\"/sign-out\"]').submit()");
        await browser.AtAsync("/sign-in");
        await browser.WaitAsync("!document.querySelector('[data-passkey=use]').hidden");
        await browser.ReadAsync("document.querySelector('[data-passkey=use]').requestSubmit()");
        await browser.AtAsync("/sign-in/passkey");
        await browser.CallAsync("Page.navigate", new() { ["url"] = server.Address + "/account" });
        await browser.AtAsync("/sign-in");
    }

    [Fact]
    public async Task A_device_that_does_not_ask_who_has_it_signs_nobody_in()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await SignInAsync(browser);
        await browser.OpenAsync(server.Address + "/account");
        await MakeAsync(browser, s_password);
        await browser.WaitAsync("document.body.textContent.includes('heron phone')");
        await browser.ReadAsync("document.querySelector('form[action^=\"/sign-out\"]').submit()");
        await browser.AtAsync("/sign-in");

        // The page is made to ask for no lock, so that the server is what refuses.
        await browser.VerifyNobodyAsync();
        await browser.WaitAsync("!document.querySelector('[data-passkey=use]').hidden");
        await browser.ReadAsync("void (get => navigator.credentials.get = o => { o.publicKey.userVerification = 'discouraged'; return get(o); })"
            + "(navigator.credentials.get.bind(navigator.credentials))");
        await browser.ReadAsync("document.querySelector('[data-passkey=use]').requestSubmit()");
        await browser.AtAsync("/sign-in/passkey");
        await browser.CallAsync("Page.navigate", new() { ["url"] = server.Address + "/account" });
        await browser.AtAsync("/sign-in");
    }

    [Fact]
    public async Task The_pages_fit_a_phone_in_both_languages()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        var link = await server.OwnAsync("phones");
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await browser.CallAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await FitsAsync("/sign-in");
        await FitsAsync(link);
        await SignInAsync(browser);
        foreach (var path in new[] { "/account", "/account/second-factor", "/organisations/phones/members" })
            await FitsAsync(path);
        await browser.ReadAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        await FitsSoAsync("members, opened");
        await browser.ReadAsync("document.querySelector('button[value=invite]').click()");
        await browser.WaitAsync("document.querySelector('input[readonly]')?.value.includes('/join/phones/') === true");
        await FitsSoAsync("an invitation");
        await browser.OpenAsync(server.Address + "/account/second-factor");
        await browser.ReadAsync($"document.querySelector('[name=present]').value = {s_password}; document.querySelector('button[value=begin]').click()");
        await browser.WaitAsync("document.querySelector('svg.qr')?.clientWidth > 100");
        await FitsSoAsync("the secret");

        async Task FitsAsync(string path)
        {
            foreach (var language in new[] { "ja", "en" })
            {
                await browser.OpenAsync($"{server.Address}{path}?lang={language}");
                await FitsSoAsync($"{path} {language}");
            }
        }

        async Task FitsSoAsync(string what) => Assert.Equal($"{what}: 360",
            $"{what}: {await browser.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)")}");
    }

    /// <summary>What other tests have left: all are of one account.</summary>
    private async Task ForgetAsync()
    {
        await using var forget = server.Source.CreateCommand("delete from accounts.passkeys; delete from accounts.sessions");
        await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task SignInAsync(Chromium browser)
    {
        await ForgetAsync();
        await browser.OpenAsync(server.Address + "/sign-in");
        await browser.ReadAsync(
            $"(f => {{ f.elements.login.value = '{AccountServer.Login}'; f.elements.password.value = {s_password}; f.submit() }})(document.forms[0])");
        await browser.AtAsync("/");
    }

    private static async Task MakeAsync(Chromium browser, string password)
    {
        await browser.WaitAsync("!document.querySelector('[data-passkey=make]').hidden");
        await browser.ReadAsync($"(f => {{ f.elements.present.value = {password}; f.elements.name.value = 'heron phone'; f.requestSubmit() }})"
            + "(document.querySelector('[data-passkey=make]'))");
    }

    /// <summary>Of each session, whether several factors began it.</summary>
    private async Task<List<bool>> SeveralAsync()
    {
        var several = new List<bool>();
        await using var select = server.Source.CreateCommand("select ticket from accounts.sessions");
        await using var reader = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            several.Add(TicketSerializer.Default.Deserialize(reader.GetFieldValue<byte[]>(0))!.Principal.HasClaim("amr", "mfa"));
        return several;
    }

    private async Task<long> PasskeysAsync()
    {
        await using var count = server.Source.CreateCommand("select count(*) from accounts.passkeys");
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
