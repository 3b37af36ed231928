using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Organisations;

public sealed class FiscalYearTests
{
    [Theory]
    [InlineData(4, "2025-04-01", "2026-03-31")]
    [InlineData(1, "2025-01-01", "2025-12-31")]
    [InlineData(10, "2025-10-01", "2026-09-30")]
    [InlineData(3, "2025-03-01", "2026-02-28")]
    public void A_fiscal_year_has_twelve_months_and_is_named_after_its_first(int month, string from, string to)
    {
        var (calendar, year) = (new FiscalCalendar(month), new Period(D(from), D(to)));

        Assert.Equal((year, 2025, 2025, 2025, 2024),
            (calendar.Year(2025), calendar.Named(year)!.Value, calendar.YearOf(year.From), calendar.YearOf(year.To), calendar.YearOf(year.From.PlusDays(-1))));
    }

    [Fact]
    public void Other_days_are_no_fiscal_year()
    {
        Assert.Null(new FiscalCalendar(1).Named(Period.FiscalYear(2025)));
        Assert.Null(FiscalCalendar.April.Named(new(D("2025-04-01"), D("2026-03-30"))));
        Assert.Null(FiscalCalendar.April.Named(new(D("2025-04-01"), D("2027-03-31"))));
    }

    [Fact]
    public void Whoever_asks_for_no_period_means_the_organisations_own_year()
    {
        var book = Opened().Given(Held(1, "2026-02-10")).Book();

        Assert.Equal((Period.FiscalYear(2025), new Period(D("2026-01-01"), D("2026-12-31"))),
            (ShownPeriod.Choose(null, book, FiscalCalendar.April).Period, ShownPeriod.Choose(null, book, new(1)).Period));
    }

    [Theory]
    [InlineData(0), InlineData(13), InlineData(-1)]
    public void A_month_that_is_none_is_refused(int month)
    {
        Assert.Equal("month-out-of-range", OrganisationDecisions.Declare(null, new(month)).Refusal?.Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FiscalCalendar(month));
    }

    [Fact]
    public void April_holds_until_something_else_is_said_and_the_latest_holds()
    {
        Assert.Equal((null, null), OrganisationDecisions.Declare(null, new(4)));
        var january = Organisation.Evolve(null, new FiscalYearDeclared(1));
        Assert.Equal((1, (null, null), (new FiscalYearDeclared(4), null)),
            (january.Calendar.FirstMonth, OrganisationDecisions.Declare(january, new(1)), OrganisationDecisions.Declare(january, new(4))));
        Assert.Equal(FiscalCalendar.April, Organisation.Evolve(january, new FiscalYearDeclared(4)).Calendar);
    }

    [Fact]
    public void Profile_and_fiscal_year_leave_each_other_alone()
    {
        var profile = new OrganisationDescribed(T("会"), T("特定非営利活動法人"), "1999", T("東京都"), T("福生市"));

        Assert.Equal(new Organisation(profile, 1), Organisation.Evolve(Organisation.Evolve(null, new FiscalYearDeclared(1)), profile));
        Assert.Equal(new Organisation(profile, 1), Organisation.Evolve(Organisation.Evolve(null, profile), new FiscalYearDeclared(1)));
    }

    [Fact]
    public void What_was_stored_of_an_organisation_before_there_were_other_years_is_still_read()
    {
        var profile = JsonSerializer.Serialize(new Organisation(new(T("会"), T("法人"), "1999", T("東京都"), T("福生市"))), DomainJson.Options);
        var older = profile.Replace(",\"firstMonth\":4", "", StringComparison.Ordinal);

        Assert.NotEqual(profile, older);
        Assert.Equal(FiscalCalendar.April, JsonSerializer.Deserialize<Organisation>(older, DomainJson.Options)!.Calendar);
    }
}
