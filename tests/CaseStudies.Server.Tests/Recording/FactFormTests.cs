using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Tests.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Recording;

public sealed class FactFormTests
{
    private static PageBook Book => PageBook.Opened().Given(
        new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new TermDefined(S("venue"), S("hall"), T("公民館", "Town hall"), D("2025-04-01")),
        new SessionPlanned(S("cafe"), D("2025-06-01"), Venue: S("hall")));

    [Theory]
    [InlineData("公民館"), InlineData("Town hall"), InlineData("hall"), InlineData("　公民館 ")]
    public void A_word_that_is_known_is_its_key(string typed)
    {
        var facts = Facts("session_planned", ("strand", "cafe"), ("on", "2025-07-01"), ("venue", typed));

        Assert.Equal("hall", (string)Assert.Single(facts)["venue"]!);
    }

    [Fact]
    public void A_new_word_is_defined_before_the_fact_that_uses_it()
    {
        var facts = Facts("session_planned", ("strand", "cafe"), ("on", "2025-07-01"), ("venue", "図書館"));

        Assert.Equal(["term_defined", "session_planned"], facts.Select(f => (string)f["kind"]!));
        Assert.Equal(("venue", "図書館", "図書館"), ((string)facts[0]["dimension"]!, (string)facts[0]["label"]!["ja"]!, (string)facts[0]["label"]!["en"]!));
        Assert.Equal((string)facts[0]["term"]!, (string)facts[1]["venue"]!);
        // The same word gets the same key, and another word another.
        Assert.Equal((string)facts[0]["term"]!, (string)Facts("session_planned", ("strand", "cafe"), ("on", "2025-07-08"), ("venue", "図書館 "))[0]["term"]!);
        Assert.NotEqual((string)facts[0]["term"]!, (string)Facts("session_planned", ("strand", "cafe"), ("on", "2025-07-08"), ("venue", "図書室"))[0]["term"]!);
    }

    [Theory]
    [InlineData("Flower Bed", "flower-bed"), InlineData("cafe 2", "cafe-2")]
    public void A_word_that_can_be_a_key_is_its_own(string typed, string key) => Assert.Equal(key, OwnWords.KeyFor(typed).Value);

    [Fact]
    public void Words_that_lose_something_on_the_way_to_a_key_do_not_share_one()
    {
        string[] words = ["C++", "C#", "花壇", "花だん", "a/b", "-", "Ａ", new string('x', 200)];
        Assert.Equal(words.Length, words.Select(w => OwnWords.KeyFor(w)).Distinct().Count());
    }

    [Fact]
    public void What_begins_gets_a_key_of_its_own_from_its_name()
    {
        var (first, second) = (Facts("strand_started", ("name", "散歩"), ("name.en", "Walk"), ("on", "2025-06-01")),
            Facts("strand_started", ("name", "カフェ"), ("name.en", "Cafe"), ("on", "2025-06-01")));

        Assert.Equal(("walk", "散歩", "Walk"), ((string)first[0]["strand"]!, (string)first[0]["name"]!["ja"]!, (string)first[0]["name"]!["en"]!));
        Assert.Equal("cafe-2", (string)second[0]["strand"]!); // there is one with this key
    }

    [Fact]
    public void A_unit_is_the_programs_own_word_where_it_has_one()
    {
        var target = Facts("target_set", ("target", "visitors"), ("comparison", "at-least"), ("value", "６０"), ("unit", "人"), ("on", "2025-04-01"));

        Assert.Equal(("people", "60"), ((string)target[^1]["unit"]!, (string)target[^1]["value"]!));
        Assert.Equal(["term_defined", "target_set"], target.Select(f => (string)f["kind"]!)); // the target's own name alone is new
    }

    [Fact]
    public void Lists_and_months_and_ticks_are_written_as_programs_write_them()
    {
        var opened = FactForm.FromSent("initiative_opened", Form(("title", "花壇"), ("forms", "居場所\n\n 交流 \n"), ("audiences", "若者"), ("areas", "福生市"),
            ("on", "2025-04-01"))).ToCommand(Book.Book(), D("2025-04-01"))["facts"]![0]!;
        Assert.Equal(["居場所", "交流"], opened["forms"]!.AsArray().Select(f => (string)f!["ja"]!));

        Assert.Equal("2025-12-01", (string)Facts("month_confirmed_empty", ("strand", "cafe"), ("month", "2025-12"))[0]["month"]!);
        var voice = Facts("voice_recorded", ("on", "2025-06-01"), ("speaker", "child"), ("words", "楽しかった"));
        Assert.False((bool)voice[^1]["publicationConsented"]!);
        voice = Facts("voice_recorded", ("on", "2025-06-01"), ("speaker", "child"), ("words", "楽しかった"), ("publicationConsented", "on"));
        Assert.True((bool)voice[^1]["publicationConsented"]!);
    }

    [Theory]
    [InlineData("session_planned", "on", ""), InlineData("session_planned", "on", "2025-02-30"), InlineData("session_planned", "start", "25:00")]
    [InlineData("session_planned", "strand", ""), InlineData("session_planned", "strand", "CAFE"), InlineData("session_planned", "price", "free")]
    [InlineData("session_planned", "unit", "dogs"), InlineData("month_confirmed_empty", "month", "2025-13"), InlineData("partner_attended", "session", "x")]
    [InlineData("initiative_continued", "earlier", "Not A Key"), InlineData("narrative_written", "section", "nothing")]
    [InlineData("outcome_observed", "text", "\0")]
    public void What_cannot_be_read_is_told_at_its_field(string kind, string field, string typed)
    {
        var whole = FactForm.New(kind, D("2025-06-01")).Fields.Where(f => f.Required).Select(f => (f.Member, Good(f))).Where(f => f.Member != field);

        Assert.Equal([field], FactForm.FromSent(kind, Form([.. whole, (field, typed)])).Mistakes().Select(m => m.Field));
    }

    [Fact]
    public void A_whole_form_of_each_kind_says_a_fact_of_that_kind()
    {
        foreach (var kind in FactForm.Kinds.Append("initiative_opened"))
        {
            var form = FactForm.FromSent(kind, Form([.. FactForm.New(kind, D("2025-06-01")).Fields.Select(f => (f.Member, Good(f))), ("name", "x")]));
            Assert.Empty(form.Mistakes());
            var sent = CommandReader.Read("record", form.ToCommand(Book.Book(), D("2025-06-01"))).Command;
            Assert.Equal(kind, InitiativeEventCatalogue.KindOf(((RecordFacts)sent).Facts[^1]));
        }
    }

    [Fact]
    public void A_browser_s_line_ends_do_not_make_a_text_too_long()
    {
        var text = string.Join("\r\n", Enumerable.Repeat("言葉です", 800)); // 3,999 characters as they are counted on the page

        var said = Facts("narrative_written", ("section", "history"), ("text", text), ("on", "2025-06-01"), ("from", "2025-04-01"), ("to", "2026-03-31"));

        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal), (string)said[0]["text"]!["ja"]!);
    }

    private static string Good(FactField field) => field.Input switch
    {
        FieldInput.Day => "2025-06-01",
        FieldInput.Month => "2025-06",
        FieldInput.Time => "9:30",
        FieldInput.Number => "3",
        FieldInput.Tick => "on",
        FieldInput.Choice => Domain.Kebab.FromEnum(Enum.GetValues(field.Type).Cast<Enum>().First()),
        FieldInput.Session => $"{Session(1)}",
        FieldInput.Person => "p-0000000a",
        FieldInput.Known => "cafe",
        FieldInput.Key => "earlier",
        _ => "言葉",
    };

    private static List<JsonNode> Facts(string kind, params (string Name, string Value)[] fields)
    {
        var form = FactForm.FromSent(kind, Form(fields));
        Assert.Empty(form.Mistakes());
        return [.. form.ToCommand(Book.Book(), D("2025-06-01"))["facts"]!.AsArray().Select(f => f!)];
    }

    private static FormCollection Form(params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, StringValues> { ["command"] = $"{Guid.NewGuid()}" };
        foreach (var (name, value) in fields)
            form[name] = value;
        return new(form);
    }
}
