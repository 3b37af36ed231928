using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Recording;

namespace CaseStudies.Server.Tests.Overview;

/// <summary>A member finds initiatives, strands, figures and people by a part of their names, and only what the member may see.</summary>
public sealed class SearchTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private Browser _owner = null!;

    private string Page => $"/organisations/{_organisation}/search";

    [Theory]
    [InlineData("CAFE", "/initiatives/garden/record/cafe"), InlineData("開催", "/initiatives/garden/figures/sessions"), InlineData("あおき", "/persons/p-0000000a"),
        InlineData("ａｏｋｉ", "/persons/p-0000000a"), InlineData("title.ja", "/initiatives/garden")]
    public async Task What_has_the_words_is_found_however_they_are_written(string words, string found)
    {
        await OpenedAsync();
        Assert.Contains($"href=\"{Page}\"", await _owner.PageAsync(server.One, $"/organisations/{_organisation}/today"), StringComparison.Ordinal);

        var page = await FoundAsync(_owner, words);

        Assert.Contains($"href=\"/organisations/{_organisation}{found}\"", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{words}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_people_are_for_those_who_may_look_for_them_and_it_is_noted()
    {
        await OpenedAsync();
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        var (seen, unseen) = (await FoundAsync(_owner, "アオキ"), await FoundAsync(recorder, "アオキ"));

        Assert.Contains("p-0000000a", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("p-0000000a", unseen, StringComparison.Ordinal);
        Assert.Contains("「アオキ」は見つかりません。", unseen, StringComparison.Ordinal);
        Assert.Contains("names-read", await server.JsonAsync(_owner, $"/organisations/{_organisation}/security-log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_and_too_much_are_refused_and_markup_stays_text()
    {
        await OpenedAsync();
        foreach (var words in new[] { " ", new string('長', 101) })
        {
            using var refused = await _owner.SubmitAsync(server.One, Page, Page, ("for", words));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.DoesNotContain("<b>", await FoundAsync(_owner, "<b>x"), StringComparison.Ordinal);
    }

    private async Task OpenedAsync()
    {
        _owner = await server.OwnerAsync(_organisation);
        await _owner.RecordAsync(server.One, $"/organisations/{_organisation}/initiatives/garden", [.. Garden.Facts(), JsonNode.Parse(
            """{"kind":"person_enrolled","person":"p-0000000a","role":"volunteer","on":"2025-04-02","basis":"consent","name":"アオキ Aoki"}""")!]);
    }

    private async Task<string> FoundAsync(Browser browser, string words)
    {
        using var answer = await browser.SubmitAsync(server.One, Page, Page, ("for", words));
        var page = await Forms.TextAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        return page;
    }
}
