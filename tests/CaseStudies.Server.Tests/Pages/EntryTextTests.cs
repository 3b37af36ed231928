using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Wording;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class EntryTextTests
{
    [Fact]
    public void There_is_a_sample_of_every_kind() => Assert.Equal(
        InitiativeEventCatalogue.Facts.Keys.Order(), EveryFact.All.Select(InitiativeEventCatalogue.KindOf).Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_words_in_both_languages_and_keeps_what_is_private(string kind)
    {
        var text = new EntryText(new PageBook().Given([.. EveryFact.All]).Book());

        var words = text.Describe(EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind));

        Assert.All([words.Ja, words.En], line =>
        {
            Assert.False(string.IsNullOrWhiteSpace(line));
            Assert.DoesNotContain("SECRET", line, StringComparison.Ordinal);
            Assert.DoesNotContain(Private.Vault.ToString(), line, StringComparison.Ordinal);
            Assert.DoesNotContain("{", line, StringComparison.Ordinal);
        });
        Assert.NotEqual(words.Ja, words.En);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_words_where_nothing_else_is_known(string kind)
    {
        var text = new EntryText(new PageBook().Book());

        Assert.NotEmpty(text.Describe(EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind)).Ja);
    }

    [Fact]
    public void A_count_names_its_strand_group_and_unit()
    {
        var text = new EntryText(new PageBook().Given([.. EveryFact.All]).Book());

        Assert.Equal(
            new LocalizedText("「ふれあい喫茶」の若者 4組(morning、名前のある人を含むか不明)",
                "\"Open café\": 4 pairs, young people (morning, unknown whether it includes the people recorded by name)"),
            text.Describe(EveryFact.All.OfType<ParticipantsCounted>().Single()));
    }

    [Fact]
    public void The_count_of_a_withdrawn_session_still_says_where_and_when_it_was()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")));
        var session = book.Record(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        var text = new EntryText(book.Withdraw(session).Book());
        var count = PageBooks.Heads(1, "youth", 4);

        Assert.Equal(("「喫茶」のyouth 4人", D("2025-05-10")), (text.Describe(count).Ja, text.Day(count)!.Value));
    }

    [Theory]
    [InlineData("strand_renamed", "活動「喫茶」を「ふれあい喫茶」に改称", "Strand \"Café\" renamed to \"Open café\"")]
    [InlineData("strand_rescheduled", "活動「ふれあい喫茶」の日程を変更:毎週土曜(2か月ごと)", "Strand \"Open café\" rescheduled: every Saturday (every 2 months)")]
    [InlineData("session_planned", "「ふれあい喫茶」の開催を予定:夏祭り(13:00〜16:00、hall、定員20組、無料、対象:どなたでも、申し込み:電話で、開催済み)",
        "Session of \"Open café\" planned: Summer fair (13:00–16:00, hall, for 20 pairs, free, for: anybody, booking: by phone, has been held)")]
    [InlineData("outcome_observed", "あいさつを交わす人(増えた、ふれあい喫茶)", "People who greet each other (more, Open café)")]
    [InlineData("survey_tallied", "調査「終了時アンケート」を紙で集計(回答者9人、設問1件、closing、若者、first-pile)",
        "Paper answers to \"Closing survey\" tallied (9 respondents, 1 item, closing, young people, first-pile)")]
    [InlineData("people_merged", "p-00000002 は p-00000001 と同じ人", "p-00000002 is the same person as p-00000001")]
    [InlineData("referral_made", "「welfare-office」へ紹介(内容は非公開、福生市、p-00000001、ふれあい喫茶)",
        "Referral to \"welfare-office\" (content private, Fussa, p-00000001, Open café)")]
    public void A_kind_that_says_much_reads_well(string kind, string ja, string en)
    {
        var text = new EntryText(new PageBook().Given([.. EveryFact.All]).Book());

        Assert.Equal(new LocalizedText(ja, en), text.Describe(EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind)));
    }

    [Fact]
    public void An_activity_is_told_by_its_hours_or_by_its_times()
    {
        var text = new EntryText(new PageBook().Book());

        Assert.Equal("p-00000001: watering, 1.5 hours", text.Describe(new ActivityLogged(P(1), S("watering"), D("2025-07-01"), Quantity.Parse("1.5"))).En);
        Assert.Equal("p-00000001 の活動「watering」09:00〜11:30",
            text.Describe(new ActivityLogged(P(1), S("watering"), D("2025-07-01"), Start: new(9, 0), End: new(11, 30))).Ja);
    }

    [Fact]
    public void A_line_longer_than_a_stored_text_can_be_is_no_obstacle()
    {
        var longest = new string('あ', PublicText.MaximumLength);
        var text = new EntryText(Opened().Book());

        Assert.StartsWith("「あ", text.Describe(new InitiativeRenamed(T(longest, longest), D("2025-05-01"))).Ja, StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => [.. InitiativeEventCatalogue.Facts.Keys.Order()];
}
