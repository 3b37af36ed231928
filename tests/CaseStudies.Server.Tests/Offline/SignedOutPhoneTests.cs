using System.Text.Json;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Offline;

public sealed class SignedOutPhoneTests(AccountServer server) : IClassFixture<AccountServer>
{
    [Fact]
    public async Task Signing_out_removes_the_kept_page_and_leaves_what_is_not_sent()
    {
        await using var phone = await SignedInAsync("leaving");
        await OpenAsync(phone, "leaving");
        await phone.StoreAsync("items.add({ organisation: 'leaving' }).onsuccess = resolve;");
        Assert.Equal(1, (int?)await phone.ReadAsync("caches.keys().then(names => names.length)"));

        await phone.ReadAsync("document.querySelector('form[action^=\"/sign-out\"]').submit()");

        await phone.AtAsync("/sign-in");
        await phone.WaitAsync("caches.keys().then(names => names.length === 0)");
        Assert.Equal(1, (int?)await phone.StoreAsync("items.count().onsuccess = e => resolve(e.target.result);"));
    }

    [Fact]
    public async Task A_session_that_is_over_keeps_the_queue_until_its_person_signs_in_again()
    {
        await using var phone = await SignedInAsync("weary");
        await OpenAsync(phone, "weary");
        var garden = JsonSerializer.Serialize(HostileServer.Record(Phone.Cafe()).ToJsonString());
        Assert.Equal(201, (int?)await phone.ReadAsync(
            "fetch('/organisations/weary/initiatives/garden/entries', { method: 'POST', headers: { 'Content-Type': 'application/json' }, "
            + $"body: {garden} }}).then(answer => answer.status)"));
        await OpenAsync(phone, "weary");

        await phone.CallAsync("Network.clearBrowserCookies", []);
        await phone.RecordAsync(7);

        await phone.WaitAsync("!document.getElementById('sign-in').hidden");
        await phone.HoldsAsync(1, waiting: 1);
        await phone.ReadAsync("document.querySelector('#sign-in a').click()");
        await phone.AtAsync("/sign-in");
        await SignInAsync(phone);
        await phone.AtAsync("/organisations/weary/offline");
        await phone.HoldsAsync(1, waiting: 0);
    }

    private async Task<Chromium> SignedInAsync(string organisation)
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await server.OwnAsync(organisation);
        var phone = await Chromium.StartAsync(Chromium.Program);
        await phone.OpenAsync(server.Address + "/sign-in");
        await SignInAsync(phone);
        await phone.AtAsync("/");
        return phone;
    }

    private async Task OpenAsync(Chromium phone, string organisation)
    {
        await phone.OpenOfflineAsync($"{server.Address}/organisations/{organisation}/offline");
        await phone.WaitAsync(Phone.Ready);
    }

    private static async Task SignInAsync(Chromium phone) => await phone.ReadAsync(
        $"(f => {{ f.elements.login.value = '{AccountServer.Login}'; f.elements.password.value = '{AccountNodes.Password}'; f.submit() }})"
        + "(document.querySelector('form[action^=\"/sign-in\"]'))");
}
