using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Tests.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Recording;

public sealed class SessionFormTests
{
    private const string Field = "count.audience.youth.people";

    private static PageBook Cafe => PageBook.Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")));

    [Fact]
    public void An_initiative_that_has_counted_nothing_is_asked_for_one_headcount() =>
        Assert.Equal(["count.visitors.all.people"], Fields(Cafe, "cafe"));

    [Fact]
    public void The_groups_are_those_of_the_latest_sessions_of_the_strand_each_at_zero()
    {
        var book = Cafe.Given(new StrandStarted(S("walk"), T("散歩", "Walk"), D("2025-04-01")));
        Counted(book, 1, "cafe", "2025-05-01", "old");
        for (var n = 2; n <= 6; n++)
            Counted(book, n, "cafe", $"2025-06-0{n}", n % 2 == 0 ? ["youth", "seniors"] : ["youth"]);
        Counted(book, 7, "walk", "2025-06-20", "dogs");

        Assert.Equal(["count.audience.youth.people", "count.audience.seniors.people"], Fields(book, "cafe"));
        Assert.Equal(["count.audience.dogs.people"], Fields(book, "walk"));
        // A strand without a session begins with what the initiative counted last.
        Assert.Equal(["count.audience.youth.people", "count.audience.seniors.people", "count.audience.dogs.people"],
            Fields(book.Given(new StrandStarted(S("new"), T("新", "New"), D("2025-06-01"))), "new"));
        Assert.All(SessionForm.New(book.Book(), S("cafe"), D("2025-06-21")).Heads, h => Assert.Equal("0", h.Value));
    }

    [Theory]
    [InlineData("12", 12), InlineData("１２", 12), InlineData(" 7 ", 7), InlineData("0", 0), InlineData("1000000", 1000000)]
    public void A_headcount_is_read_as_people_type_it(string typed, int count) => Assert.Equal(count, CountOf(Sent((Field, typed))));

    [Fact]
    public void An_empty_field_says_nothing_and_not_zero()
    {
        var form = Sent((Field, " "), ("count.audience.seniors.people", "3"));

        Assert.Empty(form.Mistakes());
        Assert.Equal(["session_held", "participants_counted"], form.ToCommand(S("cafe"))["facts"]!.AsArray().Select(f => (string)f!["kind"]!));
        Assert.False(form.SaysNobodyCame);
        Assert.False(Sent((Field, "")).SaysNobodyCame);
        Assert.True(Sent((Field, "0"), ("count.audience.seniors.people", "")).SaysNobodyCame);
    }

    [Theory]
    [InlineData(Field, "-1"), InlineData(Field, "1.5"), InlineData(Field, "many"), InlineData(Field, "1000001"), InlineData(Field, "99999999999999")]
    [InlineData("on", ""), InlineData("on", "2025-02-30"), InlineData("on", "yesterday"), InlineData("start", "25:00"), InlineData("end", "noon")]
    [InlineData("venue", "../x")]
    public void What_cannot_be_read_is_told_at_its_field(string field, string typed) =>
        Assert.Equal([field], Sent((field, typed)).Mistakes().Select(m => m.Field));

    [Fact]
    public void Times_and_venue_go_into_the_session()
    {
        var held = Sent(("start", "9:30"), ("end", "１２:００"), ("venue", "hall")).ToCommand(S("cafe"))["facts"]![0]!;

        Assert.Equal(
            ("09:30:00", "12:00:00", "hall", "2025-06-18"), ((string)held["start"]!, (string)held["end"]!, (string)held["venue"]!, (string)held["on"]!));
    }

    [Theory]
    [InlineData("command", "x"), InlineData("session", "")]
    public void A_form_without_its_ids_is_not_ours(string field, string value) => Assert.Throws<MalformedException>(() => Sent((field, value)));

    private static int? CountOf(SessionForm form) => (int?)form.ToCommand(S("cafe"))["facts"]![1]!["count"];

    private static IEnumerable<string> Fields(PageBook book, string strand) =>
        SessionForm.New(book.Book(), S(strand), D("2025-06-21")).Heads.Select(h => h.Name);

    private static SessionForm Sent(params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, StringValues>
        {
            ["command"] = $"{Guid.NewGuid()}", ["session"] = $"{Guid.NewGuid()}", ["on"] = "2025-06-18", ["other"] = "x", ["count.bad"] = "5",
        };
        foreach (var (name, value) in fields)
            form[name] = value;
        return SessionForm.FromSent(new FormCollection(form));
    }

    private static void Counted(PageBook book, int session, string strand, string on, params string[] groups) => book.Given(
    [
        new SessionHeld(Session(session), S(strand), D(on)),
        .. groups.Select(g => new ParticipantsCounted(Session(session), S("audience"), S(g), 1)),
    ]);
}
