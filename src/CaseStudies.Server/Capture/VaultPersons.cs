using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>
/// Which random id a name has. A name is known by a keyed hash only, and the id follows from nothing: once the row is gone, nobody can find out which id
/// the name had, not even who has the organisation's key.
/// </summary>
internal sealed class VaultPersons(TenantConnections connections, BackgroundConnections background, VaultUpgrade upgrade, IClock clock)
{
    /// <summary>Members of facts that name a person.</summary>
    private static readonly string[] s_members = [.. InitiativeEventCatalogue.Facts.Values.SelectMany(f => f.Persons).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A plan that is a day old and more says again that its ids are wanted; what nobody wanted for three days goes.</summary>
    private static readonly Duration s_renewed = Duration.FromDays(1), s_kept = Duration.FromDays(3);

    /// <summary>In SQL: the persons whom the fact of an entry, as <c>e</c>, names, as an array that may contain nulls.</summary>
    public static string NamedIn { get; } = $"array[{string.Join(", ", s_members.Select(m => $"e.fact ->> '{m}'"))}]";

    public async Task<PersonIds> LoadAsync(Slug organisation, CancellationToken cancellation)
    {
        await upgrade.RunAsync(organisation, cancellation);
        var now = clock.GetCurrentInstant();
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"update {Tables.Persons} set made_at = $2 where tenant_id = $1 and made_at < $3")
                {
                    Parameters = { new() { Value = organisation.Value }, new() { Value = now }, new() { Value = now - s_renewed } },
                },
                new($"select print, person from {Tables.Persons} where tenant_id = $1") { Parameters = { new() { Value = organisation.Value } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var known = new Dictionary<Guid, PersonId>();
        while (await reader.ReadAsync(cancellation))
            known.Add(reader.GetGuid(0), new(reader.GetString(1)));
        return new(organisation, known);
    }

    /// <summary>Keeps the ids of those who are new, so that the next file finds the same people.</summary>
    /// <returns>False if somebody else named one of them meanwhile. Then that id holds, and the plan must be made again.</returns>
    public async Task<bool> KeepAsync(PersonIds ids, CancellationToken cancellation)
    {
        if (ids.New.Count == 0)
            return true;
        var (prints, persons) = (ids.New.Keys.ToArray(), ids.New.Values.Select(p => p.Value).ToArray());
        await using var connection = await connections.OpenAsync(ids.Organisation, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var insert = new NpgsqlCommand(
            // In the order of the prints, so that two plans with the same people never wait for each other in a circle.
            $"insert into {Tables.Persons} (tenant_id, print, person, made_at) select $1, n.print, n.person, $4 "
            + "from unnest($2, $3) n (print, person) order by n.print on conflict do nothing", connection)
        {
            Parameters =
            {
                new() { Value = ids.Organisation.Value }, new() { Value = prints }, new() { Value = persons }, new() { Value = clock.GetCurrentInstant() },
            },
        };
        if (await insert.ExecuteNonQueryAsync(cancellation) < prints.Length)
            return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Forgets the ids of people in files that nobody imported; ids that an entry names stay.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(
                    $"""
                    update {Tables.Persons} p set made_at = null from {Tables.Entries} e
                    where p.made_at < $1 and e.tenant_id = p.tenant_id and p.person = any({NamedIn})
                    """) { Parameters = { new() { Value = clock.GetCurrentInstant() - s_kept } } },
                new($"delete from {Tables.Persons} where made_at < $1") { Parameters = { new() { Value = clock.GetCurrentInstant() - s_kept } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
