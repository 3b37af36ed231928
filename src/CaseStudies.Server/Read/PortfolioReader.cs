using System.Data;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace CaseStudies.Server.Read;

/// <summary>Reads the asynchronous list of initiatives and compares it with the streams: skipped events are shown as blocked.</summary>
/// <param name="background">For the organisations of a person, which are asked for before any is named.</param>
internal sealed class PortfolioReader(TenantConnections connections, BackgroundConnections background)
{
    /// <summary>How far the view has come.</summary>
    internal const string ProgressSql =
        $"select coalesce(max(last_seq_id), 0)::bigint from {MartenTables.Progress} where name = '{PortfolioProjection.Shard}'";

    /// <summary>
    /// A stream's version is the number of its events; what lies behind the view's progress is what has reached the view. So only the events before it
    /// are looked at, which are few or none. The progress is a parameter, because the planner would take an unknown number for a third of all events.
    /// </summary>
    internal const string ListSql =
        $"""
        with ahead as (
            select e.stream_id, count(*)::int as events, min(e.timestamp) as since from {MartenTables.Events} e
            where e.seq_id > $2 and e.tenant_id = $1 group by e.stream_id)
        select s.id, p.data::text, s.version::int, (s.version - coalesce(a.events, 0))::int, a.since
        from {MartenTables.Streams} s
        left join {MartenTables.Portfolio} p on p.tenant_id = s.tenant_id and p.id = s.id
        left join ahead a on a.stream_id = s.id
        where s.tenant_id = $1 and {OrganisationStream.IsInitiative} order by s.id
        """;

    /// <summary>Lists every stream, whether the view has reached it or not.</summary>
    public async Task<List<PortfolioItem>> InitiativesAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        // One snapshot, or a view that is being updated would look as if it lacked events.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var progress = new NpgsqlCommand(ProgressSql, connection);
        await using var command = new NpgsqlCommand(ListSql, connection)
        {
            Parameters = { new() { Value = organisation.Value }, new() { Value = (long)(await progress.ExecuteScalarAsync(cancellation))! } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<PortfolioItem>();
        while (await reader.ReadAsync(cancellation))
        {
            var entry = reader.IsDBNull(1) ? null : JsonSerializer.Deserialize<PortfolioEntry>(reader.GetString(1), DomainJson.Options);
            items.Add(Item(new(reader.GetString(0)), entry, events: reader.GetInt32(2), reached: reader.GetInt32(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<Instant>(4)));
        }

        return items;
    }

    /// <summary>The organisations with a stream of which somebody is a member.</summary>
    /// <param name="member">Null: all of them.</param>
    public async Task<List<OrganisationItem>> OrganisationsAsync(SubjectId? member, CancellationToken cancellation)
    {
        await using var command = background.Command(
            $"""
            select s.tenant_id, count(*) filter (where {OrganisationStream.IsInitiative})::int,
                   (select d.data #>> '{"{state,profile,name}"}' from {MartenTables.OrganisationStates} d where d.tenant_id = s.tenant_id)
            from {MartenTables.Streams} s where s.id <> '{OrganisationStream.Tombstones}' and ($1::text is null or s.tenant_id in (
                {Memberships.Sql}))
            group by s.tenant_id order by s.tenant_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = member?.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<OrganisationItem>();
        while (await reader.ReadAsync(cancellation))
            items.Add(new(new(reader.GetString(0)), reader.IsDBNull(2) ? null : JsonSerializer.Deserialize<PublicText>(reader.GetString(2), DomainJson.Options),
                reader.GetInt32(1)));
        return items;
    }

    private static PortfolioItem Item(Slug initiative, PortfolioEntry? entry, int events, int reached, Instant? behindSince) => new(
        initiative, entry?.Title ?? new(initiative.Value, initiative.Value),
        entry?.OpenedOn is { } on ? LocalDatePattern.Iso.Parse(on).Value : null, events,
        entry is null ? null : Instant.FromDateTimeOffset(entry.LastRecordedAt), entry?.Reconstruction ?? false,
        (entry?.Applied ?? 0) < reached ? $"{reached - (entry?.Applied ?? 0)} of {events} events could not be read into this view." : null, behindSince);
}
