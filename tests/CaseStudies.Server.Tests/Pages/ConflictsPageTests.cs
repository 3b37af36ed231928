using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class ConflictsPageTests
{
    [Fact]
    public async Task Each_rival_is_shown_with_the_figures_that_wait_for_a_decision()
    {
        var book = PageBooks.Year();
        var session = Session(901);
        book.Given(new SessionHeld(session, S("cafe"), D("2025-07-05")));
        book.Record(Count(3));
        book.Record(Count(4));

        var (ja, en) = (await Page(book, Language.Ja), Rendered.Text(await Page(book, Language.En)));

        Assert.Contains("2025年7月5日", ja, StringComparison.Ordinal);
        var waiting = ja[ja.IndexOf("決まるのを待っている数値", StringComparison.Ordinal)..ja.IndexOf("<table", StringComparison.Ordinal)];
        Assert.Contains("/figures/", waiting, StringComparison.Ordinal);
        Assert.Equal(2, ja.Split("<td class=\"what\">").Length - 1);
        Assert.Contains("Keep the one that is right and withdraw the others", en, StringComparison.Ordinal);

        ParticipantsCounted Count(int number) => new(session, S("audience"), S("youth"), number);
    }

    [Fact]
    public async Task Without_a_conflict_it_says_so()
    {
        Assert.Contains("食い違いはありません。", await Page(PageBooks.Year(), Language.Ja), StringComparison.Ordinal);
        Assert.Contains("There are no conflicts.", await Page(PageBooks.Year(), Language.En), StringComparison.Ordinal);
    }

    private static Task<string> Page(PageBook book, Language language) =>
        Rendered.Html(new PageResults(language, Rendered.Links()).Conflicts(book.View(PageBooks.Profile)));
}
