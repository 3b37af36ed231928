using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
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

        var words = text.Of(EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind));

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

        Assert.NotEmpty(text.Of(EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind)).Ja);
    }

    [Fact]
    public void A_count_names_its_strand_group_and_unit()
    {
        var text = new EntryText(new PageBook().Given([.. EveryFact.All]).Book());

        Assert.Equal(
            new Words("「喫茶」の若者 4組(morning)", "\"Café\": 4 pairs, young people (morning)"),
            text.Of(EveryFact.All.OfType<ParticipantsCounted>().Single()));
    }

    [Fact]
    public void The_count_of_a_withdrawn_session_still_says_where_and_when_it_was()
    {
        var book = Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")));
        var session = book.Record(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        var text = new EntryText(book.Withdraw(session).Book());
        var count = PageBooks.Heads(1, "youth", 4);

        Assert.Equal(("「喫茶」のyouth 4人", D("2025-05-10")), (text.Of(count).Ja, text.Day(count)!.Value));
    }

    [Fact]
    public void A_line_longer_than_a_stored_text_can_be_is_no_obstacle()
    {
        var longest = new string('あ', PublicText.MaximumLength);
        var text = new EntryText(Opened().Book());

        Assert.StartsWith("「あ", text.Of(new InitiativeRenamed(T(longest, longest), D("2025-05-01"))).Ja, StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => [.. InitiativeEventCatalogue.Facts.Keys.Order()];
}
