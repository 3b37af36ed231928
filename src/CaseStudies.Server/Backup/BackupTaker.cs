using System.Collections.Immutable;
using System.Data;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Backup;

/// <summary>Reports the progress of a step: rows or bytes done, of how many.</summary>
internal delegate void Progressing(string step, long done, long total);

/// <param name="Edited">Initiatives whose entries or commands do not match their events. The backup contains the events, and its checks are computed from
/// them.</param>
internal sealed record BackupTaken(BackupHeader Header, BackupManifest Manifest, ImmutableArray<InitiativeCheck> Checks, ImmutableArray<string> Edited);

/// <summary>Writes everything that is not derived into a file, from one snapshot, while others keep recording.</summary>
internal sealed class BackupTaker(BackgroundConnections background, IClock clock)
{
    /// <param name="costs">Null for the current costs.</param>
    /// <exception cref="BackupRefusedException">The database has no store, or has a table that this program does not know.</exception>
    public async Task<BackupTaken> TakeAsync(Stream file, string passphrase, KeyCosts? costs, Progressing progress, CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await CopySql.ExecuteAsync(connection, "set transaction read only; " + CopySql.Settings, cancellation);
        await DemandStoreAsync(connection, cancellation);

        var asOf = clock.GetCurrentInstant();
        var header = new BackupHeader(
            BackupFormat.Version, asOf, Program, connection.PostgreSqlVersion.ToString(),
            costs ?? new(KeyCosts.Argon2id, RandomNumberGenerator.GetBytes(KeyCosts.SaltBytes), KeyCosts.DefaultMemoryKib, KeyCosts.DefaultPasses, 1));
        using var writer = new BackupWriter(file, header, passphrase);
        foreach (var table in StoredTables.Truth)
            await TableAsync(connection, writer, table, progress, cancellation);
        var organisations = await CopySql.CountAsync(connection, $"(select distinct tenant_id from {MartenTables.Streams}) o", cancellation);
        var streams = await Rebuild.StreamsAsync(connection, cancellation);
        var (checks, edited) = (ImmutableArray.CreateBuilder<InitiativeCheck>(), ImmutableArray.CreateBuilder<string>());
        await writer.PartAsync(BackupFormat.Checks, new ChecksHead(asOf), async lines =>
        {
            foreach (var (organisation, initiative) in streams)
            {
                var rows = new List<EntryRow>();
                var found = await InitiativeComparison.RunAsync(connection, new(organisation, initiative), rows.Add, cancellation);
                var check = InitiativeCheck.FromRows(organisation, initiative, rows, asOf);
                if (found.Differences.Count > 0)
                    edited.Add($"{organisation}/{initiative}");
                checks.Add(check);
                lines.Write(JsonSerializer.SerializeToUtf8Bytes(check, BackupFormat.Json));
                lines.Write("\n"u8);
                progress(BackupFormat.Checks, checks.Count, streams.Count);
            }
        });

        var manifest = writer.Finish(organisations, streams.Count);
        return new(header, manifest, checks.ToImmutable(), edited.ToImmutable());
    }

    /// <summary>The version of the program, with the commit where it is known.</summary>
    public static string Program { get; } =
        typeof(BackupTaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static async Task TableAsync(NpgsqlConnection connection, BackupWriter writer, string table, Progressing progress, CancellationToken cancellation)
    {
        // An older store may lack this table. Its backup lacks it too, and the restored table stays empty.
        if (await CopySql.ColumnsAsync(connection, table, cancellation) is not { Length: > 0 } columns)
            return;
        var total = await CopySql.CountAsync(connection, table, cancellation);
        await writer.PartAsync(table, columns, async lines =>
        {
            var counted = (LineStream)lines;
            await CopySql.OutAsync(connection, table, columns, lines, () => progress(table, counted.Lines - 1, total), cancellation);
        });
        progress(table, total, total);
    }

    private static async Task DemandStoreAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select schemaname, tablename from pg_tables where schemaname = any($1) order by 1, 2", connection)
        {
            Parameters = { new() { Value = StoredTables.Schemas.ToArray() } },
        };
        var tables = new List<(string Schema, string Table)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                tables.Add((reader.GetString(0), reader.GetString(1)));
        }

        if (!tables.Exists(t => $"{t.Schema}.{t.Table}" == MartenTables.Events))
            throw new BackupRefusedException(BackupTexts.NoStore);
        foreach (var (schema, table) in tables.Where(t => !StoredTables.Knows(t.Schema, t.Table)))
            throw new BackupRefusedException(BackupTexts.StrangeTable($"{schema}.{table}"));
    }
}
