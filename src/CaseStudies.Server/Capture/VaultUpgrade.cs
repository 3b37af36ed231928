using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>
/// Brings what earlier versions kept in the vault to the form of today, once for each organisation: people's ids get their rows, texts name their person,
/// and copies of the rows of files go.
/// </summary>
/// <remarks>An id of an earlier version is the keyed hash of the name itself, so its row is known without the name.</remarks>
internal sealed class VaultUpgrade(BackgroundConnections background)
{
    private static readonly string s_people =
        $$"""
        insert into {{Tables.Persons}} (tenant_id, print, person)
        select distinct e.tenant_id, substr(n.person, 3)::uuid, n.person from {{Tables.Entries}} e cross join unnest({{VaultPersons.NamedIn}}) n (person)
        where e.tenant_id = $1 and n.person ~ '^p-[0-9a-f]{32}$' on conflict do nothing
        """;

    /// <summary>The texts of facts about one person, and the notes of the changes of such entries.</summary>
    private const string Texts =
        $"""
        update {Tables.VaultTexts} t set person = s.person from (
            select (v.value ->> 'vault')::uuid id, e.fact ->> 'person' person from {Tables.Entries} e cross join jsonb_each(e.fact) v
            where e.tenant_id = $1 and e.fact ? 'person' and jsonb_typeof(v.value) = 'object' and v.value ? 'vault'
            union all
            select (c.reason -> 'note' ->> 'vault')::uuid, e.fact ->> 'person' from {Tables.Entries} c join {Tables.Entries} e
            on e.tenant_id = c.tenant_id and e.stream_id = c.stream_id and e.opens = c.closes
            where c.tenant_id = $1 and c.reason ? 'note' and e.fact ? 'person') s
        where t.tenant_id = $1 and t.id = s.id
        """;

    private const string Rows = $"delete from {Tables.VaultTexts} where tenant_id = $1 and field = 'import-row'";

    private const string Done = $"update {Tables.VaultKeys} set mapped_at = now() where tenant_id = $1";

    /// <summary>All organisations that have not been brought up to date yet.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var select = background.Command($"select tenant_id from {Tables.VaultKeys} where mapped_at is null order by 1");
        var organisations = new List<string>();
        await using (var reader = await select.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                organisations.Add(reader.GetString(0));
        }

        foreach (var organisation in organisations)
            await RunAsync(new Slug(organisation), cancellation);
    }

    public async Task RunAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        await using (var look = Command(connection, $"select 1 from {Tables.VaultKeys} where tenant_id = $1 and mapped_at is null", organisation))
        {
            if (await look.ExecuteScalarAsync(cancellation) is null)
                return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var claim = Command(
            connection, $"select 1 from {Tables.VaultKeys} where tenant_id = $1 and mapped_at is null for update", organisation))
        {
            if (await claim.ExecuteScalarAsync(cancellation) is null)
                return; // another node has just done it
        }

        foreach (var sql in (string[])[s_people, Texts, Rows])
        {
            await using var change = Command(connection, sql, organisation);
            await change.ExecuteNonQueryAsync(cancellation);
        }

        await FuriganaAsync(connection, organisation, cancellation);
        await using var done = Command(connection, Done, organisation);
        await done.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The place of a reading follows from its enrolment by a hash, so it is computed here.</summary>
    private static async Task FuriganaAsync(NpgsqlConnection connection, Slug organisation, CancellationToken cancellation)
    {
        var (ids, persons) = (new List<Guid>(), new List<string>());
        await using (var select = Command(connection,
            $"select stream_id, opens, fact ->> 'person' from {Tables.Entries} where tenant_id = $1 and kind = 'person_enrolled'", organisation))
        await using (var reader = await select.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                ids.Add(FuriganaIds.ForEnrolment(new(organisation, new(reader.GetString(0))), reader.GetGuid(1)));
                persons.Add(reader.GetString(2));
            }
        }

        await using var update = Command(connection,
            $"update {Tables.VaultTexts} t set person = s.person from unnest($2, $3) s (id, person) where t.tenant_id = $1 and t.id = s.id", organisation);
        update.Parameters.Add(new() { Value = ids.ToArray() });
        update.Parameters.Add(new() { Value = persons.ToArray() });
        await update.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Slug organisation) =>
        new(sql, connection) { Parameters = { new() { Value = organisation.Value } } };
}
