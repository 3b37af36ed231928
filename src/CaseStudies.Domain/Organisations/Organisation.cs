using System.Text.Json.Serialization;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain.Organisations;

/// <summary>The current state of an organisation.</summary>
/// <param name="Profile">Null until somebody describes it.</param>
/// <param name="FirstMonth">The first month of its fiscal year, 1 to 12.</param>
public sealed record Organisation(OrganisationDescribed? Profile = null, int FirstMonth = 4)
{
    [JsonIgnore]
    public FiscalCalendar Calendar => new(FirstMonth);

    public static Organisation Evolve(Organisation? state, OrganisationEvent e) => e switch
    {
        OrganisationDescribed described => (state ?? new()) with { Profile = described },
        FiscalYearDeclared declared => (state ?? new()) with { FirstMonth = declared.FirstMonth },
        _ => state ?? throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
