using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Persons;

/// <summary>Finds everything that an organisation has recorded about a person, in all its initiatives and under all ids of the person.</summary>
internal sealed class PersonReader(TenantConnections connections, InitiativeReader initiatives, VaultUpgrade upgrade)
{
    /// <returns>Null: no event and no text of the organisation is about anybody with this id.</returns>
    public async Task<PersonTraces?> FindAsync(Slug organisation, PersonId person, CancellationToken cancellation, Func<int, Task>? weigh = null)
    {
        await upgrade.RunAsync(organisation, cancellation);
        var (ids, known) = (new HashSet<PersonId> { person }, new Dictionary<Slug, KnownRows>());
        for (var found = 0; found < ids.Count;)
        {
            found = ids.Count; // another initiative may know one of them under a third id
            foreach (var initiative in await NamingAsync(organisation, ids, cancellation))
            {
                if (!known.TryGetValue(initiative, out var rows)
                    && await initiatives.RowsAsync(organisation, initiative, new(), cancellation, weigh) is { } read)
                    known.Add(initiative, rows = read);
                if (rows is not null)
                    ids.UnionWith([.. PersonTraces.Merged(rows.Book, ids)]);
            }
        }

        ImmutableArray<PersonId> all = [.. ids.OrderBy(p => p != person).ThenBy(p => p.Value, StringComparer.Ordinal)];
        return known.Count > 0 || await IsInVaultAsync(organisation, all, cancellation) ? new(organisation, all, known) : null;
    }

    private async Task<List<Slug>> NamingAsync(Slug organisation, IEnumerable<PersonId> ids, CancellationToken cancellation)
    {
        var naming = new List<Slug>();
        var batch = new SqlBatch([organisation]);
        batch.Add($"select distinct e.stream_id from {Tables.Entries} e where e.tenant_id = $1 and {VaultPersons.NamedIn} && $2 order by 1",
            row => naming.Add(new(row.GetString(0))), Values(organisation, ids));
        await connections.RunAsync(batch, cancellation);
        return naming;
    }

    private async Task<bool> IsInVaultAsync(Slug organisation, IEnumerable<PersonId> ids, CancellationToken cancellation)
    {
        var found = false;
        var batch = new SqlBatch([organisation]);
        batch.Add(
            $"select exists (select from {Tables.VaultTexts} where tenant_id = $1 and person = any($2)) "
            + $"or exists (select from {Tables.Persons} where tenant_id = $1 and person = any($2))",
            row => found = row.GetBoolean(0), Values(organisation, ids));
        await connections.RunAsync(batch, cancellation);
        return found;
    }

    private static object[] Values(Slug organisation, IEnumerable<PersonId> ids) => [organisation.Value, ids.Select(p => p.Value).ToArray()];
}
