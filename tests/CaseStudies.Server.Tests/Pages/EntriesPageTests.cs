using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class EntriesPageTests
{
    [Fact]
    public void The_newest_come_first_a_hundred_to_a_page()
    {
        var view = PageBooks.Year().View();
        var (first, second) = (EntriesModel.FromView(view, null, 1), EntriesModel.FromView(view, null, 2));

        Assert.Equal((100, 8, 2, 108), (first.Entries.Length, second.Entries.Length, first.Pages, first.Total));
        Assert.Equal((109, 1), (first.Entries[0].KnownFrom, second.Entries[^1].KnownFrom));
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(99, 2)]
    public void A_page_that_does_not_exist_is_the_nearest_one(int asked, int given) =>
        Assert.Equal(given, EntriesModel.FromView(PageBooks.Year().View(), null, asked).Page);

    [Theory]
    [InlineData("session_held", 21)]
    [InlineData("person_left", 0)]
    [InlineData("no such kind \0", 108)]
    public void A_kind_narrows_the_list_and_an_unknown_one_does_not(string kind, int expected) =>
        Assert.Equal(expected, EntriesModel.FromView(PageBooks.Year().View(), kind, 1).Total);

    [Fact]
    public async Task An_entry_shows_its_interval_and_whether_it_is_in_force()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        book.Correct(book.Record(PageBooks.Heads(1, "youth", 4)), PageBooks.Heads(1, "youth", 5));

        var text = Rendered.Text(await Page(book, "participants_counted"));

        Assert.Contains("5人 ● 有効 第5版から", text, StringComparison.Ordinal);
        Assert.Contains("4人 ○ 訂正済み(数え間違い) 第4版から第5版の前まで", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_keeps_the_period_the_language_and_the_moment()
    {
        var links = Rendered.Links(("knownAt", "2026-04-01T00:00:00Z"), ("lang", "ja"), ("page", "2"), ("kind", "session_held"));

        var html = await Rendered.Html(new PageResults(Language.Ja, links).Entries(PageBooks.Year().View(), null, 1));

        Assert.Contains("<input type=\"hidden\" name=\"knownAt\" value=\"2026-04-01T00:00:00Z\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"page\"", html, StringComparison.Ordinal);
        Assert.Contains("/organisations/ysc/initiatives/hachifuku/entries?knownAt=2026-04-01T00%3A00%3A00Z&amp;lang=ja&amp;page=2\"", html,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_book_before_its_first_entry_says_so() =>
        Assert.Contains("記録はありません。", await Page(new PageBook(), null), StringComparison.Ordinal);

    private static Task<string> Page(PageBook book, string? kind) =>
        Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).Entries(book.View(), kind, 1));
}
