using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseStudies.Server.Import;

internal sealed record SavedMapping(Slug Key, ImportMapping Mapping, Instant SavedAt);

/// <summary>Stores the mappings of an organisation as JSON. Saving under an existing key replaces the mapping.</summary>
internal sealed class MappingStore(TenantConnections connections, IClock clock)
{
    public const int MaximumMappings = 200;

    public async Task<IReadOnlyList<SavedMapping>> AllAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand(
            $"select key, mapping::text, saved_at from {Tables.ImportMappings} where tenant_id = $1 order by saved_at desc, key", connection);
        select.Parameters.Add(new() { Value = organisation.Value });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var saved = new List<SavedMapping>();
        while (await reader.ReadAsync(cancellation))
            saved.Add(new(new(reader.GetString(0)), JsonSerializer.Deserialize<ImportMapping>(reader.GetString(1), DomainJson.Options)!,
                reader.GetFieldValue<Instant>(2)));
        return saved;
    }

    public async Task<SavedMapping?> FindAsync(Slug organisation, Slug key, CancellationToken cancellation) =>
        (await AllAsync(organisation, cancellation)).FirstOrDefault(m => m.Key == key);

    /// <summary>False if there are too many mappings already.</summary>
    public async Task<bool> SaveAsync(Slug organisation, Slug key, ImportMapping mapping, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var insert = new NpgsqlCommand(
            $"""
            insert into {Tables.ImportMappings} (tenant_id, key, mapping, saved_at)
            select $1, $2, $3, $4
            where exists (select from {Tables.ImportMappings} where tenant_id = $1 and key = $2) or (select count(*) from {Tables.ImportMappings}
                where tenant_id = $1) < {MaximumMappings}
            on conflict (tenant_id, key) do update set mapping = excluded.mapping, saved_at = excluded.saved_at
            """, connection);
        insert.Parameters.Add(new() { Value = organisation.Value });
        insert.Parameters.Add(new() { Value = key.Value });
        insert.Parameters.Add(new() { Value = JsonSerializer.Serialize(mapping, DomainJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb });
        insert.Parameters.Add(new() { Value = clock.GetCurrentInstant() });
        return await insert.ExecuteNonQueryAsync(cancellation) == 1;
    }

    public async Task<bool> DeleteAsync(Slug organisation, Slug key, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var delete = new NpgsqlCommand($"delete from {Tables.ImportMappings} where tenant_id = $1 and key = $2", connection);
        delete.Parameters.Add(new() { Value = organisation.Value });
        delete.Parameters.Add(new() { Value = key.Value });
        return await delete.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
