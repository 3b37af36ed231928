using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>What has a beginning and an end: partners, enrolments, roles.</summary>
public sealed class StateTests
{
    private static readonly When s_june = new(new(2025, 6));
    private static readonly Show s_partners = new(Counted.Organisations, new("団体", "organisations"));

    private static Distinct Partners(InForce? when) => new([Of("partner_linked") with { InForce = when }], "partner");

    private static Distinct Enrolled(InForce? when) => new([Of("person_enrolled") with { InForce = when }], "person");

    [Theory]
    [InlineData(null, "1団体")]
    [InlineData(InForce.During, "3団体")]
    [InlineData(InForce.AtEnd, "2団体")]
    public void What_began_earlier_is_in_force_until_its_end(InForce? when, string shown)
    {
        var history = Opened()
            .Given(Linked("old", "2020-04-01")).Given(Linked("new", "2025-06-30")).Given(Linked("later", "2025-07-01"))
            .Given(Linked("gone", "2024-04-01")).Given(new PartnerUnlinked(S("gone"), D("2025-05-31")))
            .Given(Linked("going", "2024-04-01")).Given(new PartnerUnlinked(S("going"), D("2025-06-01")));

        Assert.Equal(shown, history.Compute(Partners(when), s_partners, s_june).Shown?.Ja);
    }

    [Theory]
    [InlineData("2025-06-30", "1団体")]
    [InlineData("2025-06-29", "0団体")]
    public void The_last_day_is_a_day_on_which_it_holds(string end, string shown) => Assert.Equal(shown,
        Opened().Given(Linked("old", "2020-04-01")).Given(new PartnerUnlinked(S("old"), D(end)))
            .Compute(Partners(InForce.AtEnd), s_partners, s_june).Shown?.Ja);

    [Fact]
    public void A_new_beginning_after_an_end_counts()
    {
        var history = Opened().Given(Lab.Enrolled(1, "2025-04-02")).Given(Left(1, "2025-04-30")).Given(Lab.Enrolled(1, "2025-06-02"));

        var figure = history.Compute(Enrolled(InForce.AtEnd), People, s_june);

        Assert.Equal(("1人", ("1", "Ended"), ("0", "")), (figure.Shown?.Ja, figure.Part("value"), figure.Part("ended")));
    }

    [Theory]
    [InlineData("host", "0人")]
    [InlineData("reader", "1人")]
    public void A_role_ends_by_itself(string ended, string shown) => Assert.Equal(shown, Opened()
        .Given(new RoleTaken(P(1), S("host"), D("2025-04-10"))).Given(new RoleEnded(P(1), S(ended), D("2025-05-10")))
        .Compute(new Distinct([Of("role_taken").Within(InForce.During)], "person"), People, s_june).Shown?.Ja);

    [Fact]
    public void Leaving_ends_every_role() => Assert.Equal("0人", Opened()
        .Given(new RoleTaken(P(1), S("host"), D("2025-04-10"))).Given(Left(1, "2025-05-10"))
        .Compute(new Distinct([Of("role_taken").Within(InForce.During)], "person"), People, s_june).Shown?.Ja);

    [Fact]
    public void Leaving_under_a_merged_id_ends_it_too() => Assert.Equal("0人", Opened()
        .Given(Lab.Enrolled(1, "2025-04-02")).Given(Left(2, "2025-05-10")).Given(Merged(1, 2)).Compute(Enrolled(InForce.AtEnd), People, s_june).Shown?.Ja);
}
