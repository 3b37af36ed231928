using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class EveryPageTests
{
    public static MatrixTheoryData<string, Language> Pages => new(EveryPage.All, [Language.Ja, Language.En]);
    public static MatrixTheoryData<string, Language> OrganisationPages => new(EveryPage.OfOrganisation, [Language.Ja, Language.En]);
    public static MatrixTheoryData<string, Language> InitiativePages => new(EveryPage.OfInitiative, [Language.Ja, Language.En]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_is_a_document_in_its_language_with_one_first_heading_and_a_way_to_the_other(string page, Language language)
    {
        var html = await EveryPage.Html(page, PageBooks.Year(), language, Rendered.Links(("from", "2025-04-01"), ("lang", "xx")));
        var (own, other) = language == Language.Ja ? ("ja", "en") : ("en", "ja");

        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{own}\">", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1"));
        Assert.Contains($"href=\"?from=2025-04-01&amp;lang={other}\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Its_headings_skip_no_level(string page, Language language)
    {
        var levels = Regex.Matches(await EveryPage.Html(page, PageBooks.Year(), language), "<h([1-6])").Select(m => m.Groups[1].Value[0] - '0').ToList();

        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_label_refers_to_is_there_once(string page, Language language)
    {
        var html = await EveryPage.Html(page, PageBooks.Year(), language);
        var ids = Regex.Matches(html, "\\sid=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(Regex.Matches(html, "(?:aria-labelledby|\\sfor|href)=\"#?([a-z0-9-]+)\"").Select(m => m.Groups[1].Value).Except(ids));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_needs_nothing_that_the_content_security_policy_forbids(string page, Language language)
    {
        var html = await EveryPage.Html(page, PageBooks.Year(), language);

        Assert.DoesNotMatch("(?i)<script|<style|<iframe|<base|\\sstyle=|\\son[a-z]+=|javascript:", html);
        Assert.DoesNotMatch("(?:href|src|action)=\"(?!/(?!/)|#|\\?|data:,)", html);
        Assert.Contains($"href=\"{Stylesheet.Address}\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OrganisationPages))]
    public async Task It_escapes_what_people_wrote(string page, Language language)
    {
        var html = await EveryPage.Html(page, EveryPage.Hostile(), language);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("=\"[^\"<>]*\"[^\\s/>=]", html);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_never_shows_what_is_private(string page, Language language)
    {
        var book = new PageBook().Given([.. EveryFact.All])
            .Adopt("voices", T("声", "Voices"), new Domain.Indicators.Count(Of("voice_recorded")), PageBooks.Times);
        book.Withdraw(book.Record(PageBooks.Heads(1, "youth", 1)));

        var html = await EveryPage.Html(page, book, language);

        Assert.DoesNotContain("SECRET", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Private.Vault.ToString(), html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InitiativePages))]
    public async Task A_reconstruction_says_so(string page, Language language)
    {
        var expected = language == Language.Ja ? "公表された数値から再構成した記録です。" : "Reconstructed from the published figures.";

        Assert.Contains(expected, await EveryPage.Html(page, PageBooks.Year(), language), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"banner\"", await EveryPage.Html(page, PageBooks.Statuses(), language), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InitiativePages))]
    public async Task A_book_that_cannot_be_read_in_part_says_so(string page, Language language) =>
        Assert.Contains("banner-stop", await EveryPage.Html(page, PageBooks.Year().Unreadable("unknown kind"), language), StringComparison.Ordinal);

    [Theory]
    [InlineData("case-study")]
    [InlineData("entries")]
    public async Task A_book_before_its_opening_is_still_a_page(string page) =>
        Assert.Contains("<h1", await EveryPage.Html(page, new PageBook(), Language.Ja), StringComparison.Ordinal);

    [Theory]
    [InlineData("initiatives")]
    [InlineData("home")]
    public async Task An_empty_list_says_what_to_do(string page)
    {
        var html = await Rendered.Html(page == "home"
            ? new PageResults(Language.En, Rendered.Links()).Home(new("m-1"), [])
            : new PageResults(Language.En, Rendered.Links()).Initiatives(Organisation, null, []));

        Assert.Contains("class=\"empty\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_initiatives_says_what_is_reconstructed_and_what_is_blocked()
    {
        var text = Rendered.Text(await EveryPage.Html("initiatives", PageBooks.Year().Unreadable("unknown kind"), Language.En));

        Assert.Contains("opened on 1 April 2025", text, StringComparison.Ordinal);
        Assert.Contains("last recorded 1 April 2026, 09:00", text, StringComparison.Ordinal);
        Assert.Contains("Reconstructed log", text, StringComparison.Ordinal);
        Assert.Contains("No figures can be shown: Event 110 (session_held) cannot be read: unknown kind", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(406)]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(418)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_problem_says_what_it_is_and_what_to_do(int status)
    {
        var problem = ProblemText.ForStatus(status);

        var (ja, en) = (await Page(Language.Ja), await Page(Language.En));

        Assert.Contains(problem.WhatToDo.Ja, ja, StringComparison.Ordinal);
        Assert.Contains($"<h1>{problem.Title.En}</h1>", en, StringComparison.Ordinal);

        Task<string> Page(Language language) => Rendered.Html(new PageResults(language, Rendered.Links()).Problem(problem));
    }
}
