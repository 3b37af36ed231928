using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>What people do on the members' page and behind an invitation's link.</summary>
internal static partial class Forms
{
    /// <summary>Somebody who is signed in at the first node and owns the organisation.</summary>
    public static Task<Browser> OwnerAsync(this AccountNodes server, string organisation) => server.MemberAsync(organisation, Role.Owner);

    /// <summary>Somebody who is signed in at the first node and has the role in the organisation.</summary>
    public static async Task<Browser> MemberAsync(this AccountNodes server, string organisation, Role role)
    {
        var browser = await server.SignedInAsync($"{role}.of.{organisation}@example.org".ToLowerInvariant());
        Assert.Null(await server.Host.Services.GetRequiredService<OrganisationRecorder>().GiveRoleAsync(
            new(organisation), await server.MeAsync(browser), role, null, new(Guid.NewGuid()), [], Actor.Operator,
            TestContext.Current.CancellationToken));
        return browser;
    }

    /// <summary>The path of the link that the page shows.</summary>
    public static async Task<string> InviteAsync(this AccountNodes server, Browser owner, string organisation, string role, string cause = "")
    {
        var link = Shown(await TextAsync(await server.PressAsync(owner, organisation, ("press", "invite"), ("role", role), ("cause", cause))));
        Assert.StartsWith($"https://localhost/join/{organisation}/", link, StringComparison.Ordinal);
        return link["https://localhost".Length..];
    }

    public static async Task<Browser> JoinAsync(this AccountNodes server, string login, string link)
    {
        var browser = new Browser();
        using var joined = await browser.SubmitAsync(server.One, link, link, ("login", login), ("password", AccountNodes.Password));
        Assert.Equal(HttpStatusCode.SeeOther, joined.StatusCode);
        return browser;
    }

    public static async Task<HttpResponseMessage> PressAsync(
        this AccountNodes server, Browser browser, string organisation, params (string Name, string Value)[] fields)
    {
        // Each page has a form against forged requests: that of signing out, too.
        var token = Form().Match(await browser.PageAsync(server.One, "/organisations")).Groups[1].Value;
        List<(string Name, string Value)> sent = [("__RequestVerificationToken", token), .. fields];
        if (!fields.Any(f => f.Name == "command"))
            sent.Add(("command", $"{Guid.NewGuid()}"));
        return await browser.SendAsync(server.One, browser.Form($"/organisations/{organisation}/members", [.. sent]));
    }

    public static async Task<string> MemberAsync(this AccountNodes server, Browser owner, string organisation, Func<JsonNode, bool> which) =>
        (string)JsonNode.Parse(await server.JsonAsync(owner, $"/organisations/{organisation}/members"))!.AsArray().Single(m => which(m!))!["member"]!;

    public static async Task<string> JsonAsync(this AccountNodes server, Browser browser, string path) =>
        await TextAsync(await browser.GetAsync(server.One, path, "application/json"));

    public static async Task<MemberId> MeAsync(this AccountNodes server, Browser browser) =>
        new(Member().Match(await browser.PageAsync(server.One, "/account")).Value);

    public static async Task<string> TextAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static string Shown(string page) => ReadOnly().Match(page).Groups[1].Value;

    [GeneratedRegex("value=\"([^\"]*)\" readonly")]
    private static partial Regex ReadOnly();

    [GeneratedRegex("m-[0-9a-f]{32}")]
    private static partial Regex Member();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Form();
}
