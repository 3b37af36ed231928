using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Backup;

/// <param name="Differing">Initiatives whose entries or figures differ from the backup; empty unless differences were accepted.</param>
/// <param name="Unreadable">Organisations whose profile could not be read.</param>
internal sealed record Restored(ImmutableArray<InitiativeCheck> Checks, ImmutableArray<string> Differing, ImmutableArray<string> Unreadable);

/// <summary>Restores a backup into an empty database in one transaction: everything, compared with the backup, or nothing.</summary>
internal sealed class BackupRestorer(BackgroundConnections background, IDocumentStore store, AccountTables accounts, Rebuild rebuild, LockWait wait)
{
    /// <param name="file">From its beginning. It is verified again while loading, because it may have changed since.</param>
    /// <param name="acceptDifferences">Keep the result if another program version reads the same events differently.</param>
    /// <exception cref="BackupRefusedException">The database is not empty or does not fit, or the result differs from the backup. Nothing is kept.</exception>
    public async Task<Restored> RestoreAsync(Stream file, string passphrase, VerifiedBackup verified, bool acceptDifferences, Progressing progress,
        CancellationToken cancellation)
    {
        await using (var looking = await background.OpenAsync(cancellation))
            await EmptyStore.DemandAsync(looking, cancellation); // before the tables are brought up to date: what is not ours to fill stays as it is
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await accounts.MigrateAsync(cancellation);
        await using var connection = await background.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await CopySql.ExecuteAsync(connection, CopySql.Settings, cancellation);
            await EmptyStore.LockAsync(connection, wait, cancellation);
            await EmptyStore.DemandAsync(connection, cancellation);
            await CopySql.ExecuteAsync(connection, RowSecurity.ForOwner(StoredTables.Filled), cancellation);
            await LoadAsync(connection, file, passphrase, verified, progress, cancellation);
            var unreadable = await OrganisationsAsync(transaction, cancellation);
            var (checks, differing) = await InitiativesAsync(transaction, verified, progress, cancellation);
            if (differing.Length > 0 && !acceptDifferences)
                throw new BackupRefusedException(BackupTexts.Differs(differing, verified.Header.Program, BackupTaker.Program));
            await CopySql.ExecuteAsync(connection, RowSecurity.ForAll(StoredTables.Filled), cancellation);
            await transaction.CommitAsync(cancellation);
            return new(checks, differing, unreadable);
        }
        catch (PostgresException e)
        {
            // The message of the database may quote a value.
            throw new BackupRefusedException(BackupTexts.DatabaseRefused(e.SqlState, e.TableName, e.ColumnName));
        }
    }

    private static async Task LoadAsync(NpgsqlConnection connection, Stream file, string passphrase, VerifiedBackup verified, Progressing progress,
        CancellationToken cancellation)
    {
        using var reader = new BackupReader(file, passphrase);
        while (reader.Next() is { } part)
        {
            if (part.Name == BackupFormat.Checks)
                continue;
            var columns = BackupVerifier.Columns(part.Name, part.Head);
            var here = await CopySql.ColumnsAsync(connection, part.Name, cancellation);
            var dropped = StoredTables.Dropped.Where(d => d.Table == part.Name && columns.Contains(d.Column)).Select(d => d.Column).ToList();
            if (columns.Except(dropped).FirstOrDefault(c => !here.Contains(c)) is { } surplus)
                throw new BackupRefusedException(BackupTexts.UnknownColumn(part.Name, surplus));
            foreach (var column in dropped)
                await CopySql.ExecuteAsync(connection, $"alter table {part.Name} add column {column} text", cancellation);
            var (done, entry) = (0L, verified.Manifest.Parts.FirstOrDefault(p => p.Name == part.Name) ?? throw new BackupRefusedException(BackupTexts.Damaged));
            await CopySql.InAsync(connection, part.Name, columns, part.Rows, read => progress(part.Name, done += read, entry.Bytes), cancellation);
            progress(part.Name, entry.Bytes, entry.Bytes);
            foreach (var column in dropped)
                await CopySql.ExecuteAsync(connection, $"alter table {part.Name} drop column {column}", cancellation);
            if (await CopySql.CountAsync(connection, part.Name, cancellation) != entry.Rows)
                throw new BackupRefusedException(BackupTexts.DamagedPart(part.Name));
        }

        if (!reader.Manifest!.Parts.SequenceEqual(verified.Manifest.Parts))
            throw new BackupRefusedException(BackupTexts.Damaged);
        // Unlike setval, this is undone with the transaction. New events must be numbered after the existing ones.
        await using var last = new NpgsqlCommand($"select max(seq_id) from {MartenTables.Events}", connection);
        if (await last.ExecuteScalarAsync(cancellation) is long sequence)
            await CopySql.ExecuteAsync(connection,
                $"alter sequence {MartenTables.EventSequence} restart with {sequence}; select nextval('{MartenTables.EventSequence}')", cancellation);
        await CopySql.ExecuteAsync(connection, $"analyze {string.Join(", ", StoredTables.Truth)}", cancellation);
    }

    /// <summary>Rebuilds the state of each organisation with the projection of the store.</summary>
    private async Task<ImmutableArray<string>> OrganisationsAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var (organisations, unreadable) = (new List<(Slug Organisation, long Version)>(), ImmutableArray.CreateBuilder<string>());
        await using (var command = new NpgsqlCommand($"select tenant_id, version from {MartenTables.Streams} where id = $1 and version > 0 order by 1",
            transaction.Connection)
        {
            Parameters = { new() { Value = OrganisationStream.Key } },
        })
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                organisations.Add((new(reader.GetString(0)), reader.GetInt64(1)));
        }

        foreach (var (organisation, version) in organisations)
        {
            try
            {
                var options = SessionOptions.ForTransaction(transaction);
                options.TenantId = organisation.Value;
                await using var session = store.LightweightSession(options);
                if (await session.Events.AggregateStreamAsync<OrganisationState>(OrganisationStream.Key, token: cancellation) is not { } state)
                    continue;
                session.UpdateRevision(state, (int)version);
                await session.SaveChangesAsync(cancellation);
            }
            catch (Exception e) when (e is Marten.Exceptions.MartenException or JasperFx.Events.EventDeserializationFailureException)
            {
                unreadable.Add(organisation.Value); // one damaged profile does not keep all the others from their data
            }
        }

        return unreadable.ToImmutable();
    }

    private async Task<(ImmutableArray<InitiativeCheck>, ImmutableArray<string>)> InitiativesAsync(NpgsqlTransaction transaction, VerifiedBackup verified,
        Progressing progress, CancellationToken cancellation)
    {
        var (checks, differing) = (ImmutableArray.CreateBuilder<InitiativeCheck>(), ImmutableArray.CreateBuilder<string>());
        var expected = verified.Checks.ToDictionary(c => (c.Organisation, c.Initiative));
        foreach (var (organisation, initiative) in await Rebuild.StreamsAsync(transaction.Connection!, cancellation))
        {
            await rebuild.FillAsync(transaction, organisation, initiative, cancellation);
            var read = await EntriesTable.ReadAsync(transaction.Connection!, new(organisation, initiative), cancellation);
            var before = expected.GetValueOrDefault((organisation.Value, initiative.Value));
            expected.Remove((organisation.Value, initiative.Value));
            var check = InitiativeCheck.FromRows(organisation, initiative, read.Rows, verified.AsOf, before?.Periods);
            if (before is null || !check.Same(before))
                differing.Add($"{organisation}/{initiative}");
            checks.Add(check);
            progress(BackupTexts.Rebuilding, checks.Count, verified.Checks.Length);
        }

        differing.AddRange(expected.Keys.Select(k => $"{k.Organisation}/{k.Initiative}"));
        return (checks.ToImmutable(), differing.ToImmutable());
    }
}
