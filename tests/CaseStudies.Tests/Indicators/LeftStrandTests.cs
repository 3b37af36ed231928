using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Who leaves one of two strands has not left the other.</summary>
public sealed class LeftStrandTests
{
    private static readonly Cohort s_anywhere = new(Of("person_enrolled"), Of("person_attended"), 1, 365, D("2026-03-31"), CohortResult.People);
    private static readonly Cohort s_visiting = s_anywhere with { Visits = Of("person_attended", ("strand", "garden")) };
    private static readonly Cohort s_enrolled = s_anywhere with { Enters = Of("person_enrolled", ("strand", "garden")) };
    private static readonly Cohort s_inEither = s_anywhere with { Visits = Of("person_attended", ("strand", "garden"), ("strand", "cafe")) };

    /// <summary>Enrolled in the café and the garden, and seen in both.</summary>
    private static History Both => Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")))
        .Given(In("cafe", "2025-04-10"), In("garden", "2025-04-10"))
        .Given(Held(1, "2025-05-10"), Attended(1, 1), Held(2, "2025-05-17", "garden"), Attended(1, 2));

    private static PersonEnrolled In(string? strand, string on) => Enrolled(1, on) with { Strand = strand is null ? null : S(strand) };

    private static PersonLeft From(string? strand, string on) => Left(1, on) with { Strand = strand is null ? null : S(strand) };

    [Theory]
    [InlineData("garden", "garden", "0人")]
    [InlineData("garden", "cafe", "1人")]
    [InlineData("garden", null, "1人")]
    [InlineData(null, "garden", "0人")]
    [InlineData(null, null, "0人")]
    public void An_enrolment_ends_by_leaving_its_strand_or_everything(string? left, string? enrolled, string shown) => Assert.Equal(shown,
        Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01"))).Given(In(enrolled, "2025-04-10")).Given(From(left, "2025-06-30"))
            .Compute(new Distinct([Of("person_enrolled").Within(InForce.AtEnd)], "person"), People).Shown?.Ja);

    [Theory]
    [InlineData("garden", "0人")]
    [InlineData("cafe", "1人")]
    [InlineData(null, "0人")]
    public void A_role_ends_by_leaving_its_strand(string? left, string shown) => Assert.Equal(shown,
        Both.Given(new RoleTaken(P(1), S("host"), D("2025-05-01"), S("garden"))).Given(From(left, "2025-06-30"))
            .Compute(new Distinct([Of("role_taken").Within(InForce.AtEnd)], "person"), People).Shown?.Ja);

    [Theory]
    [InlineData("garden", 1, 0, 0, 1)]
    [InlineData("cafe", 1, 1, 1, 1)]
    [InlineData(null, 0, 0, 0, 0)]
    public void A_cohort_has_lost_who_left_everything_or_its_own_strand(string? left, int anywhere, int visiting, int enrolled, int inEither) => Assert.Equal(
        [anywhere, visiting, enrolled, inEither],
        new[] { s_anywhere, s_visiting, s_enrolled, s_inEither }.Select(c => Continuing(Both.Given(From(left, "2025-06-30")), c)));

    [Fact]
    public void Who_left_each_of_its_strands_is_lost() =>
        Assert.Equal(0, Continuing(Both.Given(From("garden", "2025-06-30")).Given(From("cafe", "2025-07-31")), s_inEither));

    [Theory]
    [InlineData("garden", 1)]
    [InlineData(null, 1)]
    [InlineData("cafe", 0)]
    public void A_strand_is_joined_again_in_this_strand_or_without_naming_one(string? again, int continuing) =>
        Assert.Equal(continuing, Continuing(Both.Given(From("garden", "2025-06-30")).Given(In(again, "2025-07-01")), s_visiting));

    [Fact]
    public void The_visits_of_who_left_the_strand_are_left_out_by_that_rule() =>
        Assert.Equal(("", "OtherValue:strand HasLeft"), Both.Given(From("garden", "2025-06-30")).Compute(s_visiting, People).Part("continuing"));

    [Fact]
    public void Leaving_an_unknown_strand_is_refused() => Assert.Equal("strand-unknown",
        Opened().Decide(new RecordFacts(new(Guid.NewGuid()), [From("garden", "2025-06-30")])).Refusal?.Code);

    private static int Continuing(History history, Cohort cohort) => (int)history.Compute(cohort, People).Value!.Low.Numerator;
}
