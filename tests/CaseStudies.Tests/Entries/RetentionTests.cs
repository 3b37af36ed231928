using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Entries;

public sealed class RetentionTests
{
    [Fact]
    public void Whoever_has_had_no_entry_for_so_many_years_is_proposed_from_that_day_on()
    {
        var book = Opened().Given(Enrolled(1, "2025-04-10"), new PersonLeft(P(1), D("2025-06-30"))).Book();
        Assert.Empty(Over("2030-06-29", book));
        Assert.Equal([new KeptTooLong(P(1), D("2025-06-30"), Left: true)], Over("2030-06-30", book));
        Assert.Empty(Retention.In([book], 5, D("2030-06-30"), ImmutableSortedSet.Create(P(1).Value)));
    }

    [Fact]
    public void Who_never_left_or_came_back_is_said_not_to_have_left()
    {
        var book = Opened().Given(Enrolled(1, "2025-04-10")).Given(
            Enrolled(2, "2025-04-10"), new PersonLeft(P(2), D("2025-06-30")), Enrolled(2, "2025-08-01")).Given(
            Enrolled(3, "2025-04-10"), new PersonLeft(P(3), D("2025-06-30"), Strand: S("cafe"))).Book();
        Assert.Equal(
            [new KeptTooLong(P(1), D("2025-04-10"), false), new KeptTooLong(P(3), D("2025-06-30"), false), new KeptTooLong(P(2), D("2025-08-01"), false)],
            Over("2031-01-01", book));
    }

    [Fact]
    public void What_was_recorded_in_any_initiative_and_under_any_id_counts()
    {
        var merged = Opened().Given(Enrolled(1, "2025-04-10"), Enrolled(2, "2025-04-10")).Given(new PeopleMerged(P(1), P(2), D("2025-05-01"))).Book();
        var other = Opened().Given(new SessionHeld(Session(1), S("cafe"), D("2026-03-10"))).Given(Enrolled(2, "2025-04-10"))
            .Given(new PersonAttended(P(2), Session(1))).Book();
        Assert.Equal([new KeptTooLong(P(1), D("2026-03-10"), false)], Over("2031-03-10", merged, other));
        Assert.Empty(Over("2031-03-09", merged, other));
        Assert.Empty(Over("2031-03-09", other, merged));
    }

    [Fact]
    public void A_pause_lasts_to_its_end_and_what_was_withdrawn_counts_from_the_day_of_its_recording()
    {
        var history = Opened().Given(Enrolled(1, "2025-04-10"), new PersonPaused(P(1), D("2025-06-01"), D("2025-12-31"), S("exam")));
        history.Withdraw(history.Record(Enrolled(2, "2025-04-10")));
        Assert.Equal([new KeptTooLong(P(1), D("2025-12-31"), false), new KeptTooLong(P(2), D("2026-04-01"), false)], Over("2031-04-01", history.Book()));
    }

    [Fact]
    public void A_rule_is_one_to_fifty_years_or_none()
    {
        Assert.Equal("retention-out-of-range", OrganisationDecisions.KeepNames(null, new RetentionDeclared(0)).Refusal?.Code);
        Assert.Equal("retention-out-of-range", OrganisationDecisions.KeepNames(null, new RetentionDeclared(51)).Refusal?.Code);
        Assert.Equal((null, null), OrganisationDecisions.KeepNames(null, new RetentionDeclared()));
        var state = Organisation.Evolve(null, OrganisationDecisions.KeepNames(null, new RetentionDeclared(50)).Event!);
        Assert.Equal((50, null), (state.RetentionYears, OrganisationDecisions.KeepNames(state, new RetentionDeclared(50)).Event));
        Assert.Null(Organisation.Evolve(state, OrganisationDecisions.KeepNames(state, new RetentionDeclared()).Event!).RetentionYears);
    }

    private static ImmutableArray<KeptTooLong> Over(string today, params EntryBook[] books) =>
        Retention.In(books, 5, D(today), ImmutableSortedSet<string>.Empty);

    private static PersonEnrolled Enrolled(int person, string on) => new(P(person), S("participant"), D(on), LawfulBasis.Consent);
}
