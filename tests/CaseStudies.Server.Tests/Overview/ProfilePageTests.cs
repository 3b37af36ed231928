using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Overview;

/// <summary>Profile and fiscal year are set in the browser.</summary>
public sealed class ProfilePageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private static readonly (string, string)[] s_profile =
    [
        ("press", "profile"), ("name", "ひかりの庭"), ("name.en", "Hikari no Niwa"), ("legalForm", "NPO法人"), ("prefecture", "東京都"), ("municipality", "青梅市"),
    ];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Profile => $"/organisations/{_organisation}/profile";

    [Fact]
    public async Task An_owner_sets_both_and_finds_them_in_the_forms_and_on_the_pages()
    {
        var owner = await server.OwnerAsync(_organisation);
        await SavedAsync(owner, [.. s_profile, ("founded", "2010-04")]);
        await SavedAsync(owner, ("press", "fiscal-year"), ("month", "7"));

        var page = await owner.PageAsync(server.Two, Profile);
        Assert.Contains("value=\"ひかりの庭\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"2010-04\"", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"7\" selected", page, StringComparison.Ordinal);
        Assert.Contains("Hikari no Niwa", await owner.PageAsync(server.Two, $"/organisations/{_organisation}/today?lang=en"), StringComparison.Ordinal);
        var settings = await owner.PageAsync(server.Two, $"/organisations/{_organisation}/settings");
        Assert.Contains("7月始まり", settings, StringComparison.Ordinal);
        Assert.Equal(7, (int?)JsonNode.Parse(await server.JsonAsync(owner, $"/organisations/{_organisation}/fiscal-year"))!["firstMonth"]);
    }

    [Theory]
    [InlineData("founded", "昔", "2007-02"), InlineData("name", "", "")]
    public async Task What_cannot_be_saved_stays_in_the_form_with_what_to_do(string field, string typed, string told)
    {
        var owner = await server.OwnerAsync(_organisation);
        using var refused = await owner.SubmitAsync(server.One, Profile, Profile,
            [.. s_profile.Append(("founded", "2010")).Where(f => f.Item1 != field), ("command", $"{Guid.NewGuid()}"), (field, typed)]);
        var page = await Forms.TextAsync(refused);
        Assert.True(refused.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"{refused.StatusCode}");
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains(told, page, StringComparison.Ordinal);
        Assert.Contains("value=\"青梅市\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_sets_the_fiscal_year_alone()
    {
        var owner = await server.OwnerAsync(_organisation);
        var manager = await server.MemberAsync(_organisation, Role.Manager);
        Assert.DoesNotContain("name=\"legalForm\"", await manager.PageAsync(server.One, Profile), StringComparison.Ordinal);
        await SavedAsync(manager, ("press", "fiscal-year"), ("month", "10"));
        using var refused = await manager.SubmitAsync(server.One, Profile, Profile, [.. s_profile, ("founded", "2010"), ("command", $"{Guid.NewGuid()}")]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain("value=\"ひかりの庭\"", await owner.PageAsync(server.One, Profile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fiscal-year", "13"), InlineData("fiscal-year", ""), InlineData("other", "4")]
    public async Task A_month_that_is_none_or_a_button_that_is_none_is_refused(string press, string month)
    {
        var owner = await server.OwnerAsync(_organisation);
        using var refused = await owner.SubmitAsync(server.One, Profile, Profile, ("press", press), ("month", month), ("command", $"{Guid.NewGuid()}"));
        Assert.True(refused.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"{refused.StatusCode}");
    }

    private async Task SavedAsync(Browser browser, params (string, string)[] fields)
    {
        using var saved = await browser.SubmitAsync(server.One, Profile, Profile, [.. fields, ("command", $"{Guid.NewGuid()}")]);
        Assert.True(saved.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(saved));
    }
}
