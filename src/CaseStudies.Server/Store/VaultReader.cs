using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>Reads private texts for members of their organisation. What was erased is not there, and whoever asks says so.</summary>
internal sealed class VaultReader(NpgsqlDataSource source)
{
    public async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Slug organisation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var texts = new Dictionary<Guid, string>();
        if (ids.Count == 0)
            return texts;
        await using var select = source.CreateCommand($"select id, value from {Tables.VaultTexts} where tenant_id = $1 and id = any($2)");
        select.Parameters.Add(new() { Value = organisation.Value });
        select.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            texts.Add(reader.GetGuid(0), reader.GetString(1));
        return texts;
    }
}
