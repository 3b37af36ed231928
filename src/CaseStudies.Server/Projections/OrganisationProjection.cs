using CaseStudies.Domain.Organisations;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace CaseStudies.Server.Projections;

public sealed record OrganisationState(string Id, Organisation State);

public sealed partial class OrganisationProjection : SingleStreamProjection<OrganisationState, string>
{
    /// <remarks>Without the filter the store reads an organisation's state, on a connection of its own, for every initiative that is written.</remarks>
    public OrganisationProjection()
    {
        IncludeType<OrganisationDescribed>();
        IncludeType<FiscalYearDeclared>();
    }

    public override OrganisationState? Evolve(OrganisationState? snapshot, string id, IEvent e) => e.Data is OrganisationEvent body
        ? new(id, Organisation.Evolve(snapshot?.State, body))
        : snapshot;
}
