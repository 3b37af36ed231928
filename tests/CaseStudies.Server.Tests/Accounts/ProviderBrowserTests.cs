using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A server on a real socket and a provider on another one: for a real browser.</summary>
public sealed class ProviderServer(PostgresFixture postgres) : ListeningServer(postgres), IAsyncLifetime
{
    public Provider Provider { get; } = new();

    protected override bool CarriesKey => false;

    protected override LogLevel Level => LogLevel.Debug;

    public string Address => $"http://localhost:{Client.BaseAddress!.Port}";

    protected override void Configure(WebApplicationBuilder builder) => BrowserServer.SignInAt(builder, Provider.Address);

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await Provider.StartAsync();
        await InitializeAsync();
        await Provider.AllowAsync(Address);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class ProviderBrowserTests(ProviderServer server) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task A_browser_signs_in_at_the_provider_and_out_again()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await browser.CallAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 390, ["height"] = 740, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        foreach (var language in new[] { "en", "ja" })
        {
            await browser.OpenAsync($"{server.Address}/sign-in?lang={language}");
            Assert.Equal(390, (int)(await browser.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)"))!);
            await Picture.KeepAsync(browser, $"sign-in-provider-{language}");
        }

        await browser.ReadAsync("document.querySelector('a.go').click()");
        await browser.AtAsync("/login");
        Assert.Equal(server.Provider.Address, (string?)await browser.ReadAsync("location.origin"));
        await browser.ReadAsync("document.querySelector('[name=who]').value = 'hana'; document.querySelector('button').click()");
        await browser.AtAsync("/");
        Assert.Equal(server.Address, (string?)await browser.ReadAsync("location.origin"));
        Assert.True((bool?)await browser.ReadAsync("document.querySelector('form.signed') !== null"));
        await browser.OpenAsync($"{server.Address}/account");
        Assert.Equal(390, (int)(await browser.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)"))!);
        await Picture.KeepAsync(browser, "account-provider");

        // The policy of the page lets no form lead to another host; the browser goes there nevertheless, and comes back.
        var signedOut = server.Provider.SignedOut;
        await browser.ReadAsync("document.querySelector('form.signed button').click()");
        await browser.AtAsync("/sign-in");
        Assert.Equal(signedOut + 1, server.Provider.SignedOut);
        await browser.CallAsync("Page.navigate", new() { ["url"] = server.Address + "/account" });
        await browser.AtAsync("/sign-in");
        foreach (var secret in new[] { "eyJ", "code=", "state=", Provider.Secret })
            Assert.DoesNotContain(secret, server.Log.Text, StringComparison.Ordinal);
        // At the provider, too, they would have to say again who they are.
        await browser.ReadAsync("document.querySelector('a.go').click()");
        await browser.AtAsync("/login");
    }
}

/// <summary>Pictures for people to look at, where CASESTUDIES_TEST_PICTURES names a folder.</summary>
internal static class Picture
{
    public static async Task KeepAsync(Chromium browser, string name)
    {
        if (Environment.GetEnvironmentVariable("CASESTUDIES_TEST_PICTURES") is not { Length: > 0 } folder)
            return;
        var picture = (string)(await browser.CallAsync("Page.captureScreenshot", []))["data"]!;
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), Convert.FromBase64String(picture), TestContext.Current.CancellationToken);
    }
}
