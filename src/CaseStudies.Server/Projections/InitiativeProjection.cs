using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace CaseStudies.Server.Projections;

/// <summary>The small state for deciding, kept beside the stream so that no append reads the stream's events.</summary>
public sealed record InitiativeState(string Id, Initiative State);

public sealed partial class InitiativeProjection : SingleStreamProjection<InitiativeState, string>
{
    public override InitiativeState? Evolve(InitiativeState? snapshot, string id, IEvent e) => e.Data is InitiativeEvent body
        ? new(id, Initiative.Evolve(snapshot?.State, new((int)e.Version, Envelope.Open(e), body)))
        : snapshot;
}

public sealed record OrganisationState(string Id, Organisation State);

public sealed partial class OrganisationProjection : SingleStreamProjection<OrganisationState, string>
{
    public override OrganisationState? Evolve(OrganisationState? snapshot, string id, IEvent e) => e.Data is OrganisationEvent body
        ? new(id, Organisation.Evolve(snapshot?.State, body))
        : snapshot;
}
