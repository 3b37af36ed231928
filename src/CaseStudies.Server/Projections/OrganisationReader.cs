using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Projections;

/// <summary>Reads an organisation's profile, fiscal year and members. No figure's value depends on them.</summary>
internal sealed class OrganisationReader(TenantConnections connections)
{
    /// <summary>Null if nothing was recorded about the organisation.</summary>
    /// <remarks>Each request asks for its sender's role, so it is one round trip.</remarks>
    public async Task<Organisation?> FindAsync(Slug organisation, CancellationToken cancellation)
    {
        Organisation? found = null;
        var batch = new SqlBatch([organisation]);
        batch.Add($"select data::text from {MartenTables.OrganisationStates} where tenant_id = $1 and id = $2",
            row => found = JsonSerializer.Deserialize<OrganisationState>(row.GetString(0), DomainJson.Options)?.State,
            [organisation.Value, OrganisationStream.Key]);
        await connections.RunAsync(batch, cancellation);
        return found;
    }

    public async Task<FiscalCalendar> CalendarAsync(Slug organisation, CancellationToken cancellation) =>
        (await FindAsync(organisation, cancellation))?.Calendar ?? FiscalCalendar.April;
}
