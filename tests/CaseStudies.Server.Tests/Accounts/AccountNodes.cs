using Alba;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A store with an account, and two nodes that were started on it since: they serve whoever has one, and nobody else.</summary>
public class AccountNodes(PostgresFixture postgres) : ServerFixture(postgres), IAsyncLifetime
{
    public const string Password = "a heron stands by the river";

    protected override bool CarriesKey => false;

    public IAlbaHost One { get; private set; } = null!;
    public IAlbaHost Two { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await AccountAsync("first");
        One = await AnotherNodeAsync(configure: Configure);
        Two = await AnotherNodeAsync(configure: Configure);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        await DisposeAsync();
        await EndAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>For fixtures that start something of their own.</summary>
    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    /// <summary>An account with the password; its id elsewhere.</summary>
    internal async Task<MemberId> AccountAsync(string login)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var account = new Account { UserName = login };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, Password)).Succeeded);
        return await Host.Services.GetRequiredService<Identities>().IdOfAsync(Account.Issuer, account.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>The path of a new link to an account that is there.</summary>
    internal async Task<string> LinkAsync(string login)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(login);
        var links = scope.ServiceProvider.GetRequiredService<OneTimeLinks>();
        return $"{OneTimeLinks.Path}/{await links.MakeAsync(account!, TestContext.Current.CancellationToken)}";
    }

    /// <summary>Somebody who has just signed in at the first node.</summary>
    internal async Task<Browser> SignedInAsync(string login)
    {
        await AccountAsync(login);
        var browser = new Browser();
        using var answer = await browser.SignInAsync(One, login, Password);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        return browser;
    }
}
