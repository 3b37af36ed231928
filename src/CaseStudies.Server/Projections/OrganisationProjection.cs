using CaseStudies.Domain.Organisations;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace CaseStudies.Server.Projections;

public sealed record OrganisationState(string Id, Organisation State);

public sealed partial class OrganisationProjection : SingleStreamProjection<OrganisationState, string>
{
    /// <remarks>Without the filter, Marten reads an organisation's state on a connection of its own whenever an initiative is written.</remarks>
    public OrganisationProjection()
    {
        IncludeType<OrganisationDescribed>();
        IncludeType<FiscalYearDeclared>();
        IncludeType<MemberJoined>();
        IncludeType<MemberInvited>();
        IncludeType<InvitationWithdrawn>();
        IncludeType<KeyMade>();
        IncludeType<RoleChanged>();
        IncludeType<MemberRemoved>();
        IncludeType<GrantMade>();
        IncludeType<GrantNarrowed>();
        IncludeType<GrantRevoked>();
        IncludeType<RetentionDeclared>();
        IncludeType<FigureShared>();
        IncludeType<ShareRevoked>();
        IncludeType<PersonErased>();
    }

    public override OrganisationState? Evolve(OrganisationState? snapshot, string id, IEvent e) => e.Data is OrganisationEvent body
        ? new(id, Organisation.Evolve(snapshot?.State, body))
        : snapshot;
}
