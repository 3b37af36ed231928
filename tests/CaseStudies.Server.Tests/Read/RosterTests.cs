using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Tests.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Read;

public sealed class RosterTests
{
    private static readonly PageBook s_book = PageBook.Opened().Given(
        new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new StrandStarted(S("choir"), T("合唱", "Choir"), D("2025-04-01")),
        Enrol(1, "cafe", "2025-05-01"), Enrol(2, "choir", "2025-05-01"), Enrol(3, null, "2025-05-01"), Enrol(4, "cafe", "2026-01-01"),
        Enrol(5, "cafe", "2025-05-01"), new PersonLeft(P(5), D("2025-06-30")),
        Enrol(6, "cafe", "2025-05-01"), new PersonLeft(P(6), D("2025-06-30")), Enrol(6, "cafe", "2025-09-01"),
        Enrol(7, "cafe", "2025-05-01"), Enrol(8, "cafe", "2025-05-02"), new PeopleMerged(P(7), P(8), D("2025-10-01")),
        new RoleTaken(P(1), S("host"), D("2025-06-01")), new RoleTaken(P(1), S("cook"), D("2025-06-01")), new RoleEnded(P(1), S("cook"), D("2025-07-01")),
        new PersonPaused(P(3), D("2025-12-01"), D("2025-12-31"), S("examinations")),
        LeftChoir(1), LeftChoir(2), LeftChoir(3));

    [Theory]
    [InlineData("cafe", "2025-12-05", "1 3 6 7")]
    [InlineData("choir", "2025-12-05", "2 3")]
    [InlineData(null, "2025-12-05", "1 2 3 6 7")]
    [InlineData("cafe", "2025-04-30", "")]
    [InlineData("cafe", "2025-06-30", "1 3 5 6 7")]
    [InlineData("cafe", "2025-07-01", "1 3 7")]
    [InlineData("cafe", "2026-01-01", "1 3 4 6 7")]
    [InlineData("choir", "2026-01-10", "2 3")]
    [InlineData("choir", "2026-01-11", "")]
    [InlineData("cafe", "2026-01-11", "1 3 4 6 7")]
    [InlineData(null, "2026-01-11", "1 3 4 6 7")]
    public void Who_is_enrolled_on_the_day_is_listed_once(string? strand, string on, string people) => Assert.Equal(
        people.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => P(int.Parse(p, null))),
        Enrolled.On(s_book.Book(), strand is null ? null : S(strand), D(on)).Select(e => e.Person));

    [Fact]
    public void With_the_roles_and_the_pauses_of_that_day()
    {
        var lines = Enrolled.On(s_book.Book(), S("cafe"), D("2025-12-05"));
        Assert.Equal([S("participant"), S("host")], lines[0].Roles);
        Assert.Equal([false, true, false, false], lines.Select(l => l.Resting));
        Assert.Equal([S("participant"), S("host"), S("cook")], Enrolled.On(s_book.Book(), S("cafe"), D("2025-07-01"))[0].Roles);
    }

    [Fact]
    public void Names_sort_by_sound_whatever_their_form()
    {
        List<string> names = ["エマ", "うみ", "Ｂｏｂ", "ｱｽﾞｻ", "alice", "あさ ひ"];
        Assert.Equal(["alice", "Ｂｏｂ", "あさ ひ", "ｱｽﾞｻ", "うみ", "エマ"], names.OrderBy(NameSortKey.FromText, StringComparer.Ordinal));
    }

    private static PersonLeft LeftChoir(int person) => new(P(person), D("2026-01-10"), Strand: S("choir"));

    private static PersonEnrolled Enrol(int person, string? strand, string on) =>
        new(P(person), S("participant"), D(on), LawfulBasis.Consent, Strand: strand is null ? null : S(strand));
}
