using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Recording;

namespace CaseStudies.Server.Tests.Overview;

/// <summary>Where a member's day begins, and the ways from there.</summary>
public sealed class TodayPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Today => $"/organisations/{_organisation}/today";

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    [Fact]
    public async Task An_organisation_without_initiatives_is_told_what_to_do_first()
    {
        var owner = await server.OwnerAsync(_organisation);
        var page = await owner.PageAsync(server.One, Today);
        Assert.Contains($"href=\"/organisations/{_organisation}/opening\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/organisations/{_organisation}/members\"", page, StringComparison.Ordinal);

        // Who may not open one is not led to where it is refused.
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        page = await recorder.PageAsync(server.One, Today);
        Assert.DoesNotContain("/opening\"", page, StringComparison.Ordinal);
        Assert.Contains("責任者", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_meets_today_is_a_button_and_what_nobody_recorded_is_told_with_the_way_to_record_it()
    {
        var owner = await OpenedAsync();
        await PlanAsync(owner, "2026-04-01"); // the day of the tests
        await PlanAsync(owner, "2026-03-20");
        var page = await owner.PageAsync(server.One, Today);

        Assert.Contains($"href=\"{Initiative}/record/cafe\"", Part(page, "meeting"), StringComparison.Ordinal);
        var waiting = Part(page, "waiting");
        Assert.Contains("2026年3月20日", waiting, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Initiative}/record/cafe?on=2026-03-20\"", waiting, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-03-20\"", await owner.PageAsync(server.One, $"{Initiative}/record/cafe?on=2026-03-20"), StringComparison.Ordinal);
        using var wrong = await owner.GetAsync(server.One, $"{Initiative}/record/cafe?on=yesterday");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        using var saved = await owner.SubmitAsync(server.One, $"{Initiative}/record/cafe", $"{Initiative}/record/cafe",
            ("command", $"{Guid.NewGuid()}"), ("session", $"{Guid.NewGuid()}"), ("on", "2026-03-20"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.DoesNotContain("2026年3月20日", Part(await owner.PageAsync(server.One, Today), "waiting"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_without_entries_headline_figures_and_the_last_days_are_shown()
    {
        var owner = await OpenedAsync();
        var page = await owner.PageAsync(server.One, Today);
        Assert.Contains("記録がない月", Part(page, "waiting"), StringComparison.Ordinal);
        Assert.Contains("2025年6月〜2026年3月", Part(page, "waiting"), StringComparison.Ordinal);
        Assert.Contains("この一週間の記録はありません", Part(page, "week"), StringComparison.Ordinal);
        Assert.Contains($"{Initiative}/figures/sessions", Part(page, "initiatives"), StringComparison.Ordinal);

        using var saved = await owner.SubmitAsync(server.One, $"{Initiative}/record/cafe", $"{Initiative}/record/cafe",
            ("command", $"{Guid.NewGuid()}"), ("session", $"{Guid.NewGuid()}"), ("on", "2026-03-30"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Contains("2026年3月30日", Part(await owner.PageAsync(server.One, Today), "week"), StringComparison.Ordinal);

        page = await owner.PageAsync(server.One, Today + "?lang=en");
        Assert.Contains("has no entries in", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("[ぁ-ん]", Regex.Replace(page, "<a class=\"tongue.*?</a>|<[^>]*>", "", RegexOptions.Singleline));
    }

    [Theory]
    [InlineData(Role.Reader, "today", "organisations", "settings")]
    [InlineData(Role.Recorder, "today", "organisations", "settings")]
    [InlineData(Role.Staff, "today", "organisations", "persons", "imports", "settings")]
    public async Task The_main_pages_are_one_step_away_from_everywhere_and_each_opens(Role role, params string[] sections)
    {
        await OpenedAsync();
        var member = await server.MemberAsync(_organisation, role);
        var organisation = $"/organisations/{_organisation}";
        foreach (var path in (string[])[Today, organisation, Initiative, $"{Initiative}/entries", $"{organisation}/settings"])
        {
            var navigation = Regex.Match(await member.PageAsync(server.One, path), "<nav class=\"main-nav\".*?</nav>", RegexOptions.Singleline).Value;
            var links = Regex.Matches(navigation, "href=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
            Assert.Equal(sections, links.Select(l => l.EndsWith(_organisation, StringComparison.Ordinal) ? "organisations" : l.Split('/')[^1]));
            Assert.Single(Regex.Matches(navigation, "aria-current"));
            foreach (var link in links)
                (await member.GetAsync(server.One, link)).EnsureSuccessStatusCode().Dispose();
        }

        var settings = await member.PageAsync(server.One, $"{organisation}/settings");
        foreach (var link in Regex.Matches(settings, "<h2><a href=\"([^\"]+)\"").Select(m => m.Groups[1].Value))
            (await member.GetAsync(server.One, link)).EnsureSuccessStatusCode().Dispose();
    }

    private static string Part(string page, string heading) =>
        Regex.Match(page, $"<section aria-labelledby=\"{heading}\">.*?</section>", RegexOptions.Singleline) is { Success: true } found
            ? found.Value : throw new InvalidOperationException($"no part {heading}");

    private async Task<Browser> OpenedAsync()
    {
        var owner = await server.OwnerAsync(_organisation);
        var facts = Garden.Facts();
        facts[0].AsObject().Remove("reconstruction"); // nobody adds to a log that was put together afterwards
        await PostAsync(owner, facts);
        return owner;
    }

    private Task PlanAsync(Browser owner, string on) => PostAsync(owner, new JsonObject { ["kind"] = "session_planned", ["strand"] = "cafe", ["on"] = on });

    private Task PostAsync(Browser owner, params JsonNode[] facts) => owner.RecordAsync(server.One, Initiative, facts);
}
