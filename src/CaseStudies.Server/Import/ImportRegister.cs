using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Import;

/// <summary>The imports of an initiative, read from its stream.</summary>
internal sealed class ImportRegister(TenantConnections connections, EntryCache entries)
{
    /// <summary>Null: there is no such import, or no such initiative.</summary>
    public async Task<ImportProgress?> FindAsync(Slug organisation, Slug initiative, ImportId import, CancellationToken cancellation)
    {
        if (await ReadAsync(organisation, initiative, import, cancellation) is not [var found, ..])
            return null;
        if (found.State is not ("completed" or "undone") || await entries.ReadAsync(new(organisation, initiative), cancellation) is not { } history)
            return found;
        var (restated, warned) = (RestatementReader.ByImport(history, import), WarningReader.ByImport(history, import));
        return found with { Restates = restated.IsEmpty ? null : restated, Warnings = warned.IsEmpty ? null : warned };
    }

    public async Task<IReadOnlyList<ImportProgress>> AllAsync(Slug organisation, Slug initiative, CancellationToken cancellation) =>
        await ReadAsync(organisation, initiative, null, cancellation);

    private async Task<List<ImportProgress>> ReadAsync(Slug organisation, Slug initiative, ImportId? import, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand(
            $"""
            select b.import, e.data->>'file', b.recorded_at, d.kind, s.entries, s.rows, d.recorded_at
            from {Tables.Entries} b
            join {MartenTables.Events} e on e.tenant_id = b.tenant_id and e.stream_id = b.stream_id and e.version = b.version
            left join lateral (select d.kind, d.recorded_at from {Tables.Entries} d where {ImportSql.EndsWhere("b")} order by d.version desc limit 1) d on true
            cross join lateral (select count(*)::int as entries, count(distinct (r.sheet, r.sheet_row))::int as rows from {Tables.Entries} r
                where r.tenant_id = b.tenant_id and r.stream_id = b.stream_id and r.import = b.import and r.sheet > 0) s
            where b.tenant_id = $1 and b.stream_id = $2 and b.kind = 'import_begun' and ($3::uuid is null or b.import = $3) order by b.version desc limit 1000
            """, connection);
        select.Parameters.Add(new() { Value = organisation.Value });
        select.Parameters.Add(new() { Value = initiative.Value });
        select.Parameters.Add(new() { Value = (object?)import?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var imports = new List<ImportProgress>();
        while (await reader.ReadAsync(cancellation))
        {
            var state = (reader.IsDBNull(3) ? null : reader.GetString(3)) switch
            {
                null => "open",
                "import_completed" => "completed",
                "import_undone" => "undone",
                _ => "abandoned",
            };
            imports.Add(new(new(reader.GetGuid(0)), state, new(reader.GetString(1)), reader.GetFieldValue<Instant>(2), reader.GetInt32(4), reader.GetInt32(5),
                UndoneAt: state == "undone" ? reader.GetFieldValue<Instant>(6) : null));
        }

        return imports;
    }

    /// <summary>The first import that was begun before this one and is still open. If several begin at once, only the first goes on.</summary>
    public async Task<ImportId?> OpenBeforeAsync(Slug organisation, Slug initiative, ImportId import, CancellationToken cancellation)
    {
        var open = (await ReadAsync(organisation, initiative, null, cancellation)).Where(i => i.State == "open").ToList();
        var own = open.FindIndex(i => i.Import == import);
        return own >= 0 && own < open.Count - 1 ? open[own + 1].Import : null;
    }
}
