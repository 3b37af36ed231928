using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>What other organisations granted to those of a person.</summary>
/// <param name="background">Who granted something is asked for before any organisation is named.</param>
internal sealed class GrantedReader(BackgroundConnections background, PortfolioReader portfolio)
{
    /// <summary>By organisation and initiative, each once, with the most that a grant allows.</summary>
    public async Task<List<GrantedInitiative>> ListAsync(SubjectId me, Instant now, CancellationToken cancellation)
    {
        var all = new List<GrantedInitiative>();
        foreach (var (organisation, name, grants) in await GrantsAsync(me, now, cancellation))
        {
            var initiatives = (await portfolio.InitiativesAsync(organisation, cancellation)).Select(i => i.Initiative);
            all.AddRange(
                from initiative in initiatives
                let best = grants.Where(g => g.Allows(me, initiative, now)).MaxBy(g => g.Level)
                where best is not null
                select new GrantedInitiative(organisation, name, initiative, best.Level, best.Until));
        }

        return all;
    }

    private async Task<List<(Slug Organisation, PublicText? Name, ImmutableArray<Grant> Grants)>> GrantsAsync(
        SubjectId me, Instant now, CancellationToken cancellation)
    {
        await using var command = background.Command(
            $"""
            with mine as (select o.tenant_id from {MartenTables.OrganisationStates} o where o.data #> '{"{state,members}"}' ? $1)
            select d.tenant_id, d.data::text, array(select tenant_id from mine) from {MartenTables.OrganisationStates} d
            where exists (select from jsonb_each(d.data #> '{"{state,grants}"}') g join mine on mine.tenant_id = g.value ->> 'funder')
            order by d.tenant_id
            """);
        command.Parameters.Add(new() { Value = me.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(Slug, PublicText?, ImmutableArray<Grant>)>();
        while (await reader.ReadAsync(cancellation))
        {
            var state = JsonSerializer.Deserialize<OrganisationState>(reader.GetString(1), DomainJson.Options)!.State;
            var mine = reader.GetFieldValue<string[]>(2).ToHashSet();
            // Whoever is a member reads as a member.
            if (state.RoleOf(me) is null)
                found.Add((new(reader.GetString(0)), state.Profile?.Name,
                    [.. state.Grants!.Values.Where(g => mine.Contains(g.Funder.Value) && g.IsInForce(now))]));
        }

        return found;
    }
}

/// <param name="Until">When it ends; null: until it is revoked.</param>
internal sealed record GrantedInitiative(Slug Organisation, PublicText? OrganisationName, Slug Initiative, GrantLevel Level, Instant? Until);
