using System.Net;
using Alba;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A server at which browsers sign in by an identity provider.</summary>
public abstract class BrowserServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    protected override bool CarriesKey => false;

    protected abstract string Authority { get; }

    protected override void Configure(WebApplicationBuilder builder) => SignInAt(builder, Authority);

    internal static void SignInAt(WebApplicationBuilder builder, string authority)
    {
        foreach (var (name, value) in new[]
        {
            ("LocalUser:Enabled", "false"), ("Authentication:Authority", authority), ("Authentication:Audience", Issuer.Audience),
            ("Authentication:AllowHttpOnLoopback", "true"), ("Authentication:ClientId", Provider.Client), ("Authentication:ClientSecret", Provider.Secret),
            ("Store:Alone", "false"),
        })
            builder.Configuration[name] = value;
    }
}

/// <summary>Two nodes on one store, and a real provider.</summary>
public sealed class ProviderNodes(PostgresFixture postgres) : BrowserServer(postgres), IAsyncLifetime
{
    private readonly PostgresFixture _postgres = postgres;
    private Node? _second;

    public Provider Provider { get; } = new();
    public IAlbaHost One => Host;
    public IAlbaHost Two => _second!.Host;

    protected override string Authority => Provider.Address;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await Provider.StartAsync("https://localhost", "https://localhost/mounted");
        await InitializeAsync();
        _second = new(_postgres, this, "");
        await _second.InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _second!.DisposeAsync();
        await DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Leads a browser to the provider and back.</summary>
    /// <returns>What our server says to that.</returns>
    internal async Task<HttpResponseMessage> SignInAsync(Browser browser, string who, string back = "/", IAlbaHost? node = null)
    {
        var answer = await Provider.AnswerAsync(await BeginAsync(browser, node ?? One, back), who);
        Assert.StartsWith("https://localhost/sign-in/provider/answer?", answer.OriginalString, StringComparison.Ordinal);
        return await browser.GetAsync(node ?? One, answer.PathAndQuery);
    }

    internal async Task<Browser> SignedInAsync(string who)
    {
        var browser = new Browser();
        using var answer = await SignInAsync(browser, who);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        return browser;
    }

    /// <returns>Where the browser is led.</returns>
    internal static async Task<Uri> BeginAsync(Browser browser, IAlbaHost node, string back = "/")
    {
        using var begun = await browser.GetAsync(node, "/sign-in/provider?return=" + Uri.EscapeDataString(back));
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        return begun.Headers.Location!;
    }

    /// <summary>How many sessions the person has.</summary>
    internal async Task<long> SessionsAsync(string who) =>
        await ScalarAsync<long>("select count(*) from accounts.sessions where member = $1", (await MemberAsync(who)).Value);

    internal Task<MemberId> MemberAsync(string who) =>
        Host.Services.GetRequiredService<Identities>().IdOfAsync(Provider.Issuer, who, TestContext.Current.CancellationToken);

    internal async Task OwnAsync(string organisation, string who) =>
        Assert.Null(await Host.Services.GetRequiredService<OrganisationRecorder>().GiveRoleAsync(new(organisation), await MemberAsync(who), Role.Owner, null,
            new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken));

    /// <param name="path">Below which it is mounted.</param>
    internal sealed class Node(PostgresFixture postgres, ProviderNodes first, string path) : BrowserServer(postgres)
    {
        protected override string Authority => first.Authority;

        protected override IClock ServerClock => first.Clock;

        protected override Task<string> NewDatabaseAsync() => Task.FromResult(first.ConnectionString);

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["Proxy:PathBase"] = path;
        }
    }
}
