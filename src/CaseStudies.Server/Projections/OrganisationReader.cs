using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using Marten;

namespace CaseStudies.Server.Projections;

/// <summary>What is now true of an organisation. No figure's value depends on it: it says how it is called, and which days its fiscal year has.</summary>
internal sealed class OrganisationReader(IDocumentStore store)
{
    /// <summary>Null where nobody said anything of it.</summary>
    public async Task<Organisation?> FindAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(organisation.Value);
        return (await session.LoadAsync<OrganisationState>(OrganisationStream.Key, cancellation))?.State;
    }

    public async Task<FiscalCalendar> CalendarAsync(Slug organisation, CancellationToken cancellation) =>
        (await FindAsync(organisation, cancellation))?.Calendar ?? FiscalCalendar.April;
}
