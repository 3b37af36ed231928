using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using Marten;

namespace CaseStudies.Server.Projections;

/// <summary>Reads an organisation's profile and fiscal year. No figure's value depends on them.</summary>
internal sealed class OrganisationReader(IDocumentStore store)
{
    /// <summary>Null if nothing was recorded about the organisation.</summary>
    public async Task<Organisation?> FindAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(organisation.Value);
        return (await session.LoadAsync<OrganisationState>(OrganisationStream.Key, cancellation))?.State;
    }

    public async Task<FiscalCalendar> CalendarAsync(Slug organisation, CancellationToken cancellation) =>
        (await FindAsync(organisation, cancellation))?.Calendar ?? FiscalCalendar.April;
}
