using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Wording;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class FactNamesTests
{
    [Fact]
    public void Every_member_of_a_closed_set_has_a_name()
    {
        PublicText[] names =
        [
            .. Enum.GetValues<SessionKind>().Select(FactNames.Describe),
            .. Enum.GetValues<HeadUnit>().Select(FactNames.Describe),
            .. Enum.GetValues<ScopeAspect>().Select(FactNames.Describe),
            .. Enum.GetValues<LawfulBasis>().Select(FactNames.Describe),
            .. Enum.GetValues<NarrativeSection>().Select(FactNames.Describe),
            .. Enum.GetValues<ContactKind>().Select(FactNames.Describe),
            .. Enum.GetValues<Direction>().Select(FactNames.Describe),
            .. Enum.GetValues<Slip>().Select(FactNames.Describe),
            .. Enum.GetValues<CalendarUnit>().Select(FactNames.Describe),
        ];

        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [InlineData("2007", "2007年", "2007")]
    [InlineData("2007-02", "2007年2月", "February 2007")]
    [InlineData("2007-02-16", "2007年2月16日", "16 February 2007")]
    public void A_founding_date_is_told_as_far_as_it_is_known(string founded, string ja, string en) =>
        Assert.Equal((ja, en), (DateFormat.Partial(founded, Language.Ja), DateFormat.Partial(founded, Language.En)));

    [Fact]
    public void A_fiscal_year_is_called_one()
    {
        var period = Domain.Indicators.Period.FiscalYear(2025);

        Assert.Equal(
            ("2025年度(2025年4月1日から2026年3月31日まで)", "fiscal year 2025 (1 April 2025 to 31 March 2026)"),
            (DateFormat.Span(period, Language.Ja, FiscalCalendar.April), DateFormat.Span(period, Language.En, FiscalCalendar.April)));
        Assert.Equal("2025年4月1日から2026年3月31日まで", DateFormat.Span(period, Language.Ja, new(1)));
        Assert.Equal("2025年度(2025年1月1日から2025年12月31日まで)", DateFormat.Span(new FiscalCalendar(1).Year(2025), Language.Ja, new(1)));
    }

    [Fact]
    public void Any_other_period_is_told_by_its_days() => Assert.Equal(
        "1 April 2025 to 30 September 2025",
        DateFormat.Span(new Domain.Indicators.Period(D("2025-04-01"), D("2025-09-30")), Language.En, FiscalCalendar.April));

    [Fact]
    public void One_day_is_no_span() => Assert.Equal("2025年10月18日", DateFormat.Span(D("2025-10-18"), D("2025-10-18"), Language.Ja));

    [Theory]
    [InlineData("en", "ja", Language.En)]
    [InlineData("JA", "en", Language.Ja)]
    [InlineData("fr", "en-GB", Language.En)]
    [InlineData(null, "fr, en;q=0.5, ja;q=0.9", Language.Ja)]
    [InlineData(null, "en-US,en;q=0.9,ja;q=0.8", Language.En)]
    [InlineData(null, "en;q=0, ja;q=0.1", Language.Ja)]
    [InlineData(null, "de", Language.Ja)]
    [InlineData(null, "\u0001;;;=", Language.Ja)]
    [InlineData(null, null, Language.Ja)]
    public void The_address_decides_then_the_browser_then_Japanese(string? asked, string? accepted, Language expected) =>
        Assert.Equal(expected, ReaderLanguage.FromRequest(asked, accepted));
}
