using System.Text.RegularExpressions;
using CaseStudies.Server.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>The same nodes with a mail server.</summary>
public sealed partial class MailingNodes(PostgresFixture postgres) : AccountNodes(postgres)
{
    public const string Address = "https://casestudies.example";

    internal Postbox Box { get; } = Postbox.Open();

    public CapturedLog Log { get; } = new();

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Information);
        builder.Configuration["Mail:Host"] = "localhost";
        builder.Configuration["Mail:Port"] = $"{Box.Port}";
        builder.Configuration["Mail:Security"] = "none";
        builder.Configuration["Mail:From"] = "CaseStudies <no-reply@casestudies.example>";
        builder.Configuration["Accounts:Address"] = Address;
    }

    protected override async ValueTask EndAsync()
    {
        await Box.DisposeAsync();
        Log.Dispose();
    }

    /// <summary>The path of the link in the next mail.</summary>
    internal async Task<string> LinkToAsync(string receiver, string subject)
    {
        var received = await Box.NextAsync();
        Assert.Equal((receiver, subject), (string.Join(' ', received.Receivers), received.Mail.Subject));
        return Link().Match(received.Mail.TextBody!).Groups[1].Value;
    }

    /// <summary>A change of an account as the framework makes it.</summary>
    internal async Task ChangeAsync(string login, Func<UserManager<Account>, Account, Task<IdentityResult>> change)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Assert.True((await change(users, (await users.FindByNameAsync(login))!)).Succeeded);
    }

    [GeneratedRegex(@"^https://casestudies\.example(/\S+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Link();
}
