using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using NodaTime;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class RestatementsPageTests
{
    [Fact]
    public async Task A_closing_is_shown_with_its_figures_and_with_every_change_since()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("ふれあい喫茶", "Café"), D("2025-04-01")))
            .Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10"))).Adopt("youth", T("若者", "Young people"), PageBooks.Sum("youth"), PageBooks.Visits)
            .Given(PageBooks.Heads(1, "youth", 4)).Given(PageBooks.Heads(1, "youth", 5, "late")).Given(PageBooks.Heads(1, "residents", 9));
        book.Withdraw(book.Record(PageBooks.Heads(1, "residents", 2, "slip")));

        var (ja, en) = (Rendered.Text(await Page(book, Language.Ja)), Rendered.Text(await Page(book, Language.En)));

        Assert.Contains("2025年度(2025年4月1日から2026年3月31日まで) 第1回の締切", ja, StringComparison.Ordinal);
        Assert.Contains("いまも締め切られています", ja, StringComparison.Ordinal);
        Assert.Contains("若者 :記録なし → 9人", ja, StringComparison.Ordinal);
        Assert.Contains("その後の変更 5件", ja, StringComparison.Ordinal);
        Assert.Contains("取り消し(誤入力)", ja, StringComparison.Ordinal);
        Assert.Contains("closing no. 1", en, StringComparison.Ordinal);
        Assert.Contains("5 changes since", en, StringComparison.Ordinal);
        Assert.DoesNotContain("while reopened", en, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_while_the_period_was_reopened_is_told_apart()
    {
        var book = PageBooks.Year();
        var one = book.ClosedHalfway().Single();
        var reopened = new PeriodStanding(PeriodState.Reopened, one.Closing.From, one.Closing.To, one.Closing.Version + 1, one.Closing.At);
        var since = one with
        {
            Closing = one.Closing with { Reopened = reopened },
            Changes = [one.Changes[0], .. one.Changes.Skip(1).Select(c => c with { During = null })],
        };
        var page = Rendered.Text(await Rendered.Html(new PageResults(Language.En, Rendered.Links()).Restatements(book.View(), [since])));

        Assert.Contains("Reopened:", page, StringComparison.Ordinal);
        Assert.Contains($"1 while the period was closed, {one.Changes.Length - 1} while it was reopened", page, StringComparison.Ordinal);
        Assert.DoesNotContain("still closed", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_changes_the_first_are_shown_and_the_others_counted()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("ふれあい喫茶", "Café"), D("2025-04-01")));
        for (var i = 0; i < 500; i++)
            book.Given(new ConsultationReceived(D("2025-05-10"), S("phone")));
        var page = await Page(book, Language.En);

        Assert.Equal(200, page.Split("<tr>").Length - 2);
        Assert.Contains("And 51 more.", page, StringComparison.Ordinal);
        Assert.Contains("/changes?format=xlsx", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_closing_or_without_a_change_it_says_so()
    {
        var view = PageBooks.Year().View();
        var none = new Restatements(new(D("2025-04-01"), D("2026-03-31"), 1, 3, Instant.FromUtc(2026, 4, 1, 0, 0), null), [], []);
        Assert.Contains("締め切られた期間はまだありません。", await Html(Language.Ja), StringComparison.Ordinal);
        Assert.Contains("No period has been closed yet.", await Html(Language.En), StringComparison.Ordinal);
        Assert.Contains("締切後の変更はありません。", await Html(Language.Ja, none), StringComparison.Ordinal);
        Assert.Contains("All figures are the same as at this closing.", await Html(Language.En, none), StringComparison.Ordinal);

        Task<string> Html(Language language, params Restatements[] closings) =>
            Rendered.Html(new PageResults(language, Rendered.Links()).Restatements(view, [.. closings]));
    }

    [Fact]
    public async Task The_case_study_leads_there_once_a_period_was_closed()
    {
        var book = PageBooks.Year();
        Assert.DoesNotContain("/restatements", await CaseStudy(), StringComparison.Ordinal);
        book.Given(new PeriodMarked(PeriodState.Closed, D("2025-04-01"), D("2026-03-31"), D("2026-04-01")));
        Assert.Contains("/restatements\"", await CaseStudy(), StringComparison.Ordinal);

        Task<string> CaseStudy() => Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).CaseStudy(book.View()));
    }

    private static Task<string> Page(PageBook book, Language language) =>
        Rendered.Html(new PageResults(language, Rendered.Links()).Restatements(book.View(PageBooks.Profile), book.ClosedHalfway()));
}
