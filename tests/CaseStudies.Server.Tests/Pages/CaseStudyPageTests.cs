using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class CaseStudyPageTests
{
    [Fact]
    public async Task A_year_stands_in_the_order_of_the_printed_collection()
    {
        var html = await Page(PageBooks.Year(), Language.Ja);

        string[] order =
        [
            "再構成された記録", "青少年自立援助センター", "<h1>若者主体の", "取組の形", "対象", "地域", "経緯</h2>", "新しさ・工夫</h2>", "主な数値</h2>", "成果</h2>",
            "期間中の変化</h2>", "活動</h2>", "連携先</h2>", "今後の展望</h2>", "団体</h2>", "1977年6月", "東京都福生市", "2025年度(2025年4月1日から2026年3月31日まで)",
        ];
        var from = html.IndexOf("<main", StringComparison.Ordinal);
        Assert.All(order, part => Assert.True((from = html.IndexOf(part, from, StringComparison.Ordinal)) >= 0, part));
    }

    [Fact]
    public async Task A_figure_says_what_it_counts_its_target_and_where_it_came_from()
    {
        var card = Rendered.Card(await Page(PageBooks.Year(), Language.Ja), "ふれあい喫茶はち福 若者");

        Assert.Contains("31 人 延べ人数 目標: 30人以上 ✓ 達成 根拠", Rendered.Text(card), StringComparison.Ordinal);
        Assert.Contains("href=\"/organisations/ysc/initiatives/hachifuku/figures/cafe-youth\"", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missed_target_is_told_in_words_and_by_a_symbol() => Assert.Contains(
        "43 people attendances Target: at least 50 people ✕ not achieved",
        Rendered.Text(Rendered.Card(await Page(PageBooks.Year(), Language.En), "Flower bed, young people")), StringComparison.Ordinal);

    [Theory]
    [InlineData("地域住民", "9 人 延べ人数 目標: 5人を超える ✓ 達成 根拠")]
    [InlineData("高齢者", "記録なし 延べ人数 目標: 5人を超える – 比べる値がありません 2025年5月10日の回には、数える対象の人数の記録がありません。 根拠")]
    [InlineData("若者", "4〜6 人 延べ人数 ⚠ 記録に食い違い 目標: 5人を超える – 値に幅があり判定できません 2025年5月10日の人数が食い違っています(4 / 6)。正しくないほうを取り消してください。 根拠")]
    [InlineData("約束の言葉", "算出できません 延べ人数 目標: 5人を超える – 比べる値がありません 正確な値は「…人強」とは言えません。 根拠")]
    public async Task Every_status_is_told(string label, string expected) =>
        Assert.Contains(expected, Rendered.Text(Rendered.Card(await Page(PageBooks.Statuses(), Language.Ja), label)), StringComparison.Ordinal);

    [Fact]
    public async Task A_book_with_an_unreadable_event_gives_reasons_and_no_value()
    {
        var html = await Page(PageBooks.Year().Unreadable("its body is not of its form"), Language.Ja);

        Assert.DoesNotContain("class=\"number\"", html, StringComparison.Ordinal);
        Assert.Contains("読めない記録があるため、数値を出していません", html, StringComparison.Ordinal);
        Assert.Contains("its body is not of its form", Rendered.Card(html, "ふれあい喫茶はち福 若者"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_figure_that_carries_a_value_all_the_same_does_not_show_it()
    {
        var view = PageBooks.Year().View();
        var blocked = Named(view, "cafe-youth") with { Status = Domain.Indicators.FigureStatus.Blocked };

        var html = await Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).CaseStudy(view with { Figures = [blocked] }));

        Assert.DoesNotContain("class=\"number\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("✓", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_are_those_of_the_period_in_the_order_of_their_dates()
    {
        var book = Opened().Given(
            new MilestoneReached(S("late"), T("遅い", "late"), D("2025-12-01")),
            new MilestoneReached(S("early"), T("早い", "early"), D("2025-05-01")),
            new MilestoneReached(S("after"), T("期間の後", "after"), D("2026-04-01")));
        book.Withdraw(book.Record(new MilestoneReached(S("gone"), T("取り消し", "gone"), D("2025-06-01"))));

        var changes = CaseStudyModel.FromView(book.View()).Changes;

        Assert.Equal([D("2025-04-01"), D("2025-05-01"), D("2025-12-01")], changes.Select(c => c.On));
    }

    [Fact]
    public void A_strand_counts_the_sessions_of_the_period_that_are_in_force()
    {
        var book = Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new StrandEnded(S("cafe"), D("2026-02-28")),
            new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), new SessionHeld(Session(2), S("cafe"), D("2026-04-10")),
            new SessionCancelled(S("cafe"), D("2025-07-10")));
        book.Withdraw(book.Record(new SessionHeld(Session(3), S("cafe"), D("2025-06-10"))));

        Assert.Equal(
            [new StrandLine(T("喫茶", "Café"), D("2025-04-01"), D("2026-02-28"), null, 1, 1, D("2025-05-10"))],
            CaseStudyModel.FromView(book.View()).Strands);
    }

    [Fact]
    public void A_strand_that_started_again_is_shown_with_each_run()
    {
        var book = Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new StrandEnded(S("cafe"), D("2025-06-30")),
            new StrandStarted(S("cafe"), T("新しい喫茶", "New café"), D("2025-10-01")), new StrandRenamed(S("cafe"), T("喫茶店", "Coffee shop"), D("2025-05-01")),
            new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), new SessionHeld(Session(2), S("cafe"), D("2025-06-30")),
            new SessionHeld(Session(3), S("cafe"), D("2025-10-01")));

        Assert.Equal(
            [
                new StrandLine(T("喫茶店", "Coffee shop"), D("2025-04-01"), D("2025-06-30"), null, 2, 0, D("2025-06-30"), T("喫茶", "Café")),
                new StrandLine(T("新しい喫茶", "New café"), D("2025-10-01"), null, null, 1, 0, D("2025-10-01")),
            ],
            CaseStudyModel.FromView(book.View()).Strands);
    }

    [Fact]
    public void A_partner_that_came_back_stands_once()
    {
        var book = Opened().Given(
            Link("2025-04-01"), new PartnerUnlinked(S("city"), D("2025-06-01")), Link("2025-09-01"));

        Assert.Equal(
            [new PartnerLine(T("市", "City"), T("administration", "administration"), T("venue", "venue"), D("2025-09-01"), null)],
            CaseStudyModel.FromView(book.View()).Partners);

        static PartnerLinked Link(string on) => new(S("city"), T("市", "City"), S("administration"), S("venue"), D(on));
    }

    [Fact]
    public void The_narrative_written_last_and_the_newest_name_stand_on_the_page()
    {
        var model = CaseStudyModel.FromView(Opened().Given(
            new NarrativeWritten(NarrativeSection.History, T("新", "new"), D("2026-03-02")),
            new NarrativeWritten(NarrativeSection.History, T("旧", "old"), D("2026-03-01")),
            new InitiativeRenamed(T("新しい名", "a new name"), D("2025-10-01")),
            new InitiativeRenamed(T("来年の名", "next year's name"), D("2026-04-01"))).View());

        Assert.Equal(("新", "新しい名"), (model.Narrative(NarrativeSection.History)?.Ja, model.Face.Title.Ja));
    }

    [Fact]
    public async Task The_moment_that_was_asked_for_stands_below_in_the_time_of_the_initiative()
    {
        var view = PageBooks.Year().View() with { KnownAt = NodaTime.Instant.FromUtc(2026, 1, 31, 15, 5) };

        var html = await Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).CaseStudy(view));

        Assert.Contains("2026年2月1日 00:05 (第109版)", Rendered.Text(html), StringComparison.Ordinal);
    }

    private static Task<string> Page(PageBook book, Language language) =>
        Rendered.Html(new PageResults(language, Rendered.Links()).CaseStudy(book.View(PageBooks.Profile)));
}
