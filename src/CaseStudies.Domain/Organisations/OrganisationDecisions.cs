using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain.Organisations;

/// <summary>Pure decisions: an event, nothing (if nothing would change), or a refusal.</summary>
public static class OrganisationDecisions
{
    public static (OrganisationEvent? Event, Refusal? Refusal) Describe(Organisation? state, OrganisationDescribed profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (!OrganisationDescribed.IsPartialDate(profile.Founded))
            return (null, Refusals.FoundedIsNoDate(profile.Founded));
        return state?.Profile == profile ? (null, null) : (profile, null);
    }

    public static (OrganisationEvent? Event, Refusal? Refusal) Declare(Organisation? state, FiscalYearDeclared year)
    {
        ArgumentNullException.ThrowIfNull(year);
        if (!FiscalCalendar.IsMonth(year.FirstMonth))
            return (null, Refusals.MonthOutOfRange());
        return (state ?? new()).FirstMonth == year.FirstMonth ? (null, null) : (year, null);
    }
}
