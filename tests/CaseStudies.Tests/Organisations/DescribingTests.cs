using CaseStudies.Domain.Organisations;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Organisations;

public sealed class DescribingTests
{
    private static readonly OrganisationDescribed s_profile = new(T("青少年自立援助センター"), T("特定非営利活動法人"), "1999-06", T("東京都"), T("福生市"));

    [Fact]
    public void A_profile_is_described() => Assert.Equal((s_profile, null), OrganisationDecisions.Describe(null, s_profile));

    [Fact]
    public void The_same_profile_again_is_nothing() =>
        Assert.Equal((null, null), OrganisationDecisions.Describe(Organisation.Evolve(null, s_profile), s_profile));

    [Theory]
    [InlineData("平成11年")]
    [InlineData("1999-13")]
    [InlineData("1999-6")]
    [InlineData("1999-06-01T00:00")]
    [InlineData("")]
    public void A_founding_that_is_no_date_is_refused(string founded) =>
        Assert.Equal("founded-is-no-date", OrganisationDecisions.Describe(null, s_profile with { Founded = founded }).Refusal?.Code);

    [Theory]
    [InlineData("1999")]
    [InlineData("1999-06")]
    [InlineData("1999-06-30")]
    public void A_founding_is_as_exact_as_it_is_known(string founded) =>
        Assert.Null(OrganisationDecisions.Describe(null, s_profile with { Founded = founded }).Refusal);
}
