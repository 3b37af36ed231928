using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Destroys what the vault holds of a person, and whatever else a name could be tried against.</summary>
internal static class VaultErasure
{
    /// <param name="texts">Where texts about the person lie that do not name the person in the vault.</param>
    /// <param name="commands">
    /// Those that said something of the person. Their keyed hashes go too: who has the organisation's key could try names against them. Whoever sends one of
    /// these commands again is told that its id is used up.
    /// </param>
    public static async Task DestroyAsync(
        NpgsqlConnection connection, Slug organisation, IEnumerable<PersonId> persons, IEnumerable<Guid> texts, IEnumerable<CommandId> commands,
        CancellationToken cancellation)
    {
        var ids = persons.Select(p => p.Value).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command($"delete from {Tables.VaultTexts} where tenant_id = $1 and (person = any($2) or id = any($3))", ids, texts.ToArray()),
                Command($"delete from {Tables.Persons} where tenant_id = $1 and person = any($2)", ids),
                Command(
                    $"update {Tables.Ledger} set body_hash = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) "
                    + "where tenant_id = $1 and command_id = any($2)", commands.Select(c => c.Value).ToArray()),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);

        NpgsqlBatchCommand Command(string sql, params Array[] values)
        {
            var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = organisation.Value } } };
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            return command;
        }
    }
}
