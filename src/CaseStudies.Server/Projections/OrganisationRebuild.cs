using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Projections;

/// <summary>What holding an organisation's own stream against its events came to.</summary>
/// <param name="Unreadable">Events that cannot be read, or that the ledger does not know.</param>
internal sealed record OrganisationFindings(Slug Organisation, int Events, int Unreadable, ImmutableArray<Difference> Differences, bool Written = false)
{
    /// <inheritdoc cref="InitiativeFindings.Equal"/>
    public bool Equal => Differences.IsEmpty;

    /// <inheritdoc cref="InitiativeFindings.IsWhole"/>
    public bool IsWhole => (Equal || Written) && Unreadable == 0;
}

/// <summary>As <see cref="Rebuild"/>, for what is recorded of an organisation as a whole: profile, year, members, grants and links.</summary>
/// <remarks>There are no entries. A state that is there and says something else than the events contradicts them, and nothing is written.</remarks>
internal sealed class OrganisationRebuild(BackgroundConnections background, IDocumentStore store)
{
    /// <summary>Those too of which only the state or rows of the ledger are left.</summary>
    public async Task<List<Slug>> AllAsync(CancellationToken cancellation)
    {
        await using var command = background.Command(
            $"""
            select tenant_id from {MartenTables.Streams} where id = '{OrganisationStream.Key}'
            union select tenant_id from {Tables.Ledger} where stream_id = '{OrganisationStream.Key}'
            union select tenant_id from {MartenTables.OrganisationStates} order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var organisations = new List<Slug>();
        while (await reader.ReadAsync(cancellation))
            organisations.Add(new(reader.GetString(0)));
        return organisations;
    }

    /// <summary>In one snapshot; nothing is written.</summary>
    public async Task<OrganisationFindings> CompareAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var connection = await background.OpenAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return (await FoldAsync(connection, organisation, cancellation)).Found;
    }

    /// <summary>Writes the state if it is missing and nothing else differs, under the stream's lock.</summary>
    public async Task<OrganisationFindings> WriteAsync(Slug organisation, CancellationToken cancellation)
    {
        var found = await CompareAsync(organisation, cancellation);
        if (!CanBeSettled(found))
            return found;
        await using var connection = await background.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var hold = Select(connection, $"select version from {MartenTables.Streams} where tenant_id = $1 and id = $2 for update", organisation))
            await hold.ExecuteNonQueryAsync(cancellation);
        (found, var state, var last) = await FoldAsync(connection, organisation, cancellation);
        if (!CanBeSettled(found))
            return found;
        var options = SessionOptions.ForTransaction(transaction);
        options.TenantId = organisation.Value;
        await using (var session = store.LightweightSession(options))
        {
            session.HardDelete<OrganisationState>(OrganisationStream.Key);
            if (state is not null)
                session.UpdateRevision(new OrganisationState(OrganisationStream.Key, state), last);
            await session.SaveChangesAsync(cancellation);
        }

        if ((await FoldAsync(connection, organisation, cancellation)).Found is { Equal: false } after)
            throw new InvalidOperationException($"The state of {organisation} differs from its events in {after.Differences[0]} after it was written.");
        await transaction.CommitAsync(cancellation);
        return found with { Written = true };
    }

    private static bool CanBeSettled(OrganisationFindings found) => !found.Equal && found.Differences.All(d => d.CanBeSettled(eventsCount: false));

    private static async Task<(OrganisationFindings Found, Organisation? State, int Last)> FoldAsync(
        NpgsqlConnection connection, Slug organisation, CancellationToken cancellation)
    {
        var ledger = await LedgerSpans.ReadAsync(connection, organisation, OrganisationStream.Key, cancellation);
        var differences = new List<Difference>();
        var (state, events, unreadable, last) = ((Organisation?)null, 0, 0, 0);
        await using (var command = Select(connection,
            $"""
            select e.version, e.type, e.data::text, e.timestamp, e.id, e.causation_id, e.headers ->> 'index'
            from {MartenTables.Events} e where e.tenant_id = $1 and e.stream_id = $2 order by e.version
            """, organisation))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var version = (int)reader.GetInt64(0);
                Gap(version);
                (events, last) = (events + 1, version);
                var unbacked = LedgerCheck.Against(
                    ledger, organisation, version, reader.GetFieldValue<Instant>(3), reader.GetGuid(4), Text(reader, 5), Text(reader, 6), Incomplete);
                if (unbacked is not null)
                    differences.Add(unbacked);
                if (unbacked is null && Read(reader.GetString(1), reader.GetString(2)) is { } body)
                    state = Organisation.Evolve(state, body);
                else
                    unreadable++;
            }
        }

        await using (var command = Select(connection, $"select version from {MartenTables.Streams} where tenant_id = $1 and id = $2", organisation))
        {
            if (await command.ExecuteScalarAsync(cancellation) is long head)
                Gap((int)head + 1); // the last events may be gone, too
        }

        ledger.Finish(Incomplete);
        var (stored, revision) = await StoredAsync(connection, organisation, cancellation);
        if (stored is not null && !DomainJson.AreAlike(stored, state))
            differences.Add(new(DifferenceKind.ProfileDiffers, last));
        else if (state is not null && (stored is null || revision != last))
            differences.Add(new(DifferenceKind.StateDiffers, last));
        return (new(organisation, events, unreadable, [.. differences.OrderBy(d => d.Version)]), state, last);

        void Gap(int version)
        {
            if (version > last + 1 && !ledger.Knows(last + 1))
                differences.Add(new(DifferenceKind.EventMissing, last + 1));
        }

        void Incomplete(LedgerSpan span) => differences.Add(new(DifferenceKind.CommandWithoutEvents, span.First, null, span.Command));
    }

    /// <returns>Without a state if there is none that can be read.</returns>
    private static async Task<(Organisation? State, long Revision)> StoredAsync(NpgsqlConnection connection, Slug organisation, CancellationToken cancellation)
    {
        await using var command = Select(
            connection, $"select data::text, {MartenTables.Revision} from {MartenTables.OrganisationStates} where tenant_id = $1 and id = $2", organisation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return (null, 0);
        try
        {
            return (JsonSerializer.Deserialize<OrganisationState>(reader.GetString(0), DomainJson.Options)?.State,
                Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
        }
        catch (JsonException)
        {
            return (null, 0);
        }
    }

    /// <returns>Null: it cannot be read.</returns>
    private static OrganisationEvent? Read(string name, string data)
    {
        try
        {
            return OrganisationStream.Kinds.GetValueOrDefault(name) is { } kind
                ? (OrganisationEvent?)JsonSerializer.Deserialize(data, kind, DomainJson.Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlCommand Select(NpgsqlConnection connection, string sql, Slug organisation) =>
        new(sql, connection) { Parameters = { new() { Value = organisation.Value }, new() { Value = OrganisationStream.Key } } };
}
