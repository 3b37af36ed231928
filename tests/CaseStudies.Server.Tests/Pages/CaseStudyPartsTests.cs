using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>What stands around the headline figures: outcomes, changes, strands, partners, further figures.</summary>
public sealed class CaseStudyPartsTests
{
    [Fact]
    public async Task Outcomes_in_words_stand_among_the_results_by_strand_with_their_direction()
    {
        var book = PageBooks.Year().Given(
            new OutcomeObserved(S("talk"), T("若者どうしの会話", "Talk among young people"), D("2025-12-01"), S("cafe"), Direction.More),
            new OutcomeObserved(S("ease"), T("安心の声", "Voices of relief"), D("2025-11-01")),
            new OutcomeObserved(S("late"), T("翌年の成果", "next year's"), D("2026-04-01")));
        var slip = new OutcomeObserved(S("litter"), T("ごみ", "Litter"), D("2025-10-01"), S("garden"), Direction.More);
        book.Correct(book.Record(slip), slip with { Text = T("ごみへの苦情", "Complaints about litter"), Direction = Direction.Fewer });

        var html = await Page(book, Language.Ja);
        var results = Rendered.Text(html.Split("id=\"results\"")[1].Split("</section>")[0]);

        Assert.Contains("安心の声 2025年11月1日 花壇整備活動 ごみへの苦情 ↓ 減った 2025年10月1日 ふれあい喫茶はち福 若者どうしの会話 ↑ 増えた 2025年12月1日", results, StringComparison.Ordinal);
        Assert.DoesNotContain("翌年の成果", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_in_the_year_is_told_and_what_is_planned_or_pictured_is_not()
    {
        var html = await Page(new PageBook().Given([.. EveryFact.All]), Language.En);
        var changes = Rendered.Text(html.Split("id=\"changes\"")[1].Split("</section>")[0]);

        foreach (var told in new[] { "Initiative paused from 28 December 2025 to 4 January 2026", "Initiative closed (funding)", "Initiative reopened",
            "Continues the earlier initiative &quot;Pilot&quot;", "Strand &quot;Café&quot; renamed to &quot;Open café&quot;",
            "rescheduled: every Saturday (every 2 months)" })
            Assert.Contains(told, changes, StringComparison.Ordinal);
        Assert.DoesNotContain("Photo", html, StringComparison.Ordinal);
        Assert.DoesNotContain("planned", html, StringComparison.Ordinal);
        Assert.Contains("Continues Pilot", Rendered.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conflicts_are_told_with_where_they_are_listed_and_nothing_where_there_are_none()
    {
        var book = Opened()
            .Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-05-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), Count(3));
        Assert.DoesNotContain("/conflicts", await Page(book, Language.Ja), StringComparison.Ordinal);

        var rival = book.Record(Count(4));
        var html = await Page(book, Language.Ja);
        Assert.Contains("食い違い:1件。どの記録が正しいかを決めてください。", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/organisations/ysc/initiatives/hachifuku/conflicts\"", html, StringComparison.Ordinal);
        Assert.Contains("1 conflict to be resolved.", await Page(book, Language.En), StringComparison.Ordinal);
        Assert.DoesNotContain("/conflicts", await Page(book.Withdraw(rival), Language.Ja), StringComparison.Ordinal);

        static ParticipantsCounted Count(int number) => new(Session(1), S("audience"), S("youth"), number);
    }

    [Theory]
    [InlineData("甲", "乙"), InlineData("乙", "甲")]
    public void Of_two_names_of_one_day_the_same_holds_whichever_came_first(string first, string second)
    {
        var face = InitiativeHeader.FromView(Opened()
            .Given(new InitiativeRenamed(T(first, first), D("2025-06-01")), new InitiativeRenamed(T(second, second), D("2025-06-01")),
                new InitiativeRenamed(T("古", "old"), D("2025-05-01"))).View());

        Assert.Equal("甲", face.Title.Ja);
    }

    [Fact]
    public void Many_partners_of_one_day_are_one_change_and_a_strands_first_schedule_is_none()
    {
        var book = Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-05-01")), new StrandRescheduled(S("cafe"), T("土曜", "Saturdays"), D("2025-05-01")),
            new StrandRescheduled(S("cafe"), T("日曜", "Sundays"), D("2025-06-01")));
        foreach (var key in new[] { "a", "b", "c" })
            book.Given(new PartnerLinked(S(key), T(key + "会", key), S("class"), S("role"), D("2025-05-01")));

        Assert.Equal(
            ["活動「喫茶」を開始", "3団体と連携:「a会」、「b会」、「c会」", "活動「喫茶」の日程を変更:日曜"],
            CaseStudyModel.FromView(book.View()).Changes.Skip(1).Select(c => c.Text.Ja));
    }

    [Fact]
    public void A_strand_stands_under_its_name_of_the_period_and_a_closed_initiative_says_so()
    {
        var model = CaseStudyModel.FromView(Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new StrandRenamed(S("cafe"), T("ふれあい喫茶", "Open café"), D("2025-09-01")),
            new StrandRenamed(S("cafe"), T("来年の名", "next year's"), D("2026-04-01")), new InitiativeClosed(D("2026-03-31")),
            new InitiativeReopened(D("2026-04-10"))).View());

        Assert.Equal((T("ふれあい喫茶", "Open café"), T("喫茶", "Café")), (model.Strands.Single().Name, model.Strands.Single().Former));
        Assert.Equal(D("2026-03-31"), model.Face.ClosedOn);
    }

    [Fact]
    public void Partners_say_in_how_many_sessions_they_were_and_with_whom_there_was_contact()
    {
        var model = CaseStudyModel.FromView(Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")),
            new PartnerLinked(S("city"), T("市", "City"), S("class"), S("role"), D("2025-04-01")), new PartnerAttended(S("city"), Session(1)),
            new PartnerAttended(S("city"), Session(1)),
            new PartnerContacted(S("bakery"), ContactKind.SupportOffered, D("2025-05-01"), T("パン屋", "Bakery")),
            new PartnerContacted(S("bakery"), ContactKind.InformationShared, D("2025-05-02")),
            new PartnerContacted(S("bakery"), ContactKind.InformationShared, D("2025-05-03")),
            new PartnerContacted(S("school"), ContactKind.InformationShared, D("2026-05-03"))).View());

        Assert.Equal(1, model.Partners.Single().Attended);
        Assert.Equal("パン屋", model.Contacts.Single().Name.Ja);
        Assert.Equal([("支援の申し出", 1), ("情報の共有", 2)], model.Contacts.Single().Contacts.Select(c => (c.Kind.Ja, c.Times)));
    }

    [Fact]
    public async Task Further_figures_stand_by_strand_the_whole_first()
    {
        var groups = CaseStudyModel.FromView(AlgebraBook.Book().View()).Others;

        Assert.Equal([null, "喫茶", "畑"], groups.Select(g => g.Strand?.Ja));
        Assert.Equal(["per-month-of-ratios", "per-week", "running"], groups[2].Figures.Select(f => f.Key.Value));
        Assert.Contains("thirty days 1 session ", Rendered.Text(await Page(AlgebraBook.Book(), Language.En)), StringComparison.Ordinal);
    }

    private static Task<string> Page(PageBook book, Language language) =>
        Rendered.Html(new PageResults(language, Rendered.Links()).CaseStudy(book.View(PageBooks.Profile)));
}
