using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class FigurePageTests
{
    [Fact]
    public async Task It_gives_value_definition_arithmetic_versions_and_the_entries()
    {
        var text = Rendered.Text(await Page(PageBooks.Year(), "cafe-youth", Language.En));

        Assert.Contains("31 people attendances Target: at least 30 people ✓ achieved", text, StringComparison.Ordinal);
        Assert.Contains("in the reporting period. Counted as attendances; rounded half up to whole numbers.", text, StringComparison.Ordinal);
        Assert.Contains("31 = 4 &#x2B; 5 &#x2B; 3", text, StringComparison.Ordinal);
        Assert.Contains("Definition version 1", text, StringComparison.Ordinal);
        Assert.Contains("entries up to version 109", text, StringComparison.Ordinal);
        Assert.Contains("Counted (7)", text, StringComparison.Ordinal);
        Assert.Contains("12 April 2025 4 &quot;Hachifuku meeting café&quot;: 4 people, young people 1 April 2026, 09:18 staff-1 1 19", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_left_out_stands_by_rule_with_the_code_of_the_reason()
    {
        var part = FigureModel.FromFigure(View(), Named(View(), "youth")).Sections.Single().Parts.Single();

        Assert.Equal(
            [("訂正された", "訂正済み(数え間違い)"), ("取り消された", "取り消し(誤入力)"), ("条件に合わない(区分)", "有効")],
            part.LeftOut.Select(g => (g.Why.Ja, g.Lines.Single().State.Ja)));
        Assert.Equal([(2, Quantity.Parse("5"))], part.Counted.Select(c => (c.Revision, c.Contribution)));

        static Server.Read.InitiativeView View()
        {
            var book = Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
            var count = book.Record(PageBooks.Heads(1, "youth", 4));
            book.Correct(count, PageBooks.Heads(1, "youth", 5));
            book.Withdraw(book.Record(PageBooks.Heads(1, "youth", 6)));
            return book.Given(PageBooks.Heads(1, "residents", 7)).Adopt("youth", T("若者", "Youth"), PageBooks.Sum("youth"), PageBooks.Visits).View();
        }
    }

    [Fact]
    public async Task People_are_counted_under_their_pseudonyms()
    {
        var html = await Page(PageBooks.Year(), "association-members", Language.Ja);

        Assert.Contains("<td class=\"keep\">p-00000001</td>", html, StringComparison.Ordinal);
        Assert.Contains("実人数", html, StringComparison.Ordinal);
        Assert.Contains("「加えた数」が0の記録は、同じ対象をほかの記録ですでに数えているものです。", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_figure_has_reasons_and_neither_value_nor_arithmetic()
    {
        var html = await Page(PageBooks.Statuses(), "blocked", Language.En);

        Assert.DoesNotContain("class=\"number\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"arithmetic\"", html, StringComparison.Ordinal);
        Assert.Contains("The exact value does not justify the wording", Rendered.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_made_from_nothing_says_so() =>
        Assert.Contains("No value (no data)", Rendered.Text(await Page(PageBooks.Statuses(), "no-data", Language.En)), StringComparison.Ordinal);

    [Fact]
    public async Task A_very_long_derivation_is_cut_and_says_so()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        for (var i = 0; i < 501; i++)
            book.Given(new PersonAttended(P(i), Session(1)));
        book.Adopt("people", T("人", "People"), new Domain.Indicators.Distinct([Of("person_attended")], "person"),
            new(Domain.Indicators.Counted.People, T("人", "people")));

        var part = FigureModel.FromFigure(book.View(), Named(book.View(), "people")).Sections[0].Parts.Single();
        var html = await Page(book, "people", Language.En);

        Assert.Equal((501, 500), (part.Counted.Length, part.Lines.Length)); // what is not shown is not made
        Assert.Contains("The first 500 of 501. The data (JSON) contains all of them.", html, StringComparison.Ordinal);
        Assert.Equal(501, html.Split("<tr>").Length - 1);
    }

    private static Task<string> Page(PageBook book, string key, Language language)
    {
        var view = book.View();
        return Rendered.Html(new PageResults(language, Rendered.Links()).Figure(view, Named(view, key)));
    }
}
