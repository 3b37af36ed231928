using CaseStudies.Domain;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Projections;

/// <summary>To which organisations somebody belongs, which is asked before any of them is named.</summary>
internal sealed class Memberships(BackgroundConnections background)
{
    /// <summary>The tenants of which the first parameter is a member.</summary>
    public const string Sql =
        $$"""select o.tenant_id from {{MartenTables.OrganisationStates}} o where o.data #> '{state,members}' ? $1""";

    public async Task<IReadOnlyList<Slug>> OfAsync(SubjectId member, CancellationToken cancellation)
    {
        await using var command = background.Command(Sql);
        command.Parameters.Add(new() { Value = member.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var all = new List<Slug>();
        while (await reader.ReadAsync(cancellation))
            all.Add(new(reader.GetString(0)));
        return all;
    }
}
