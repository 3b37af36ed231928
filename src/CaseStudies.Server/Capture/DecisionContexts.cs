using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Looks up what a decision needs beyond the small state, by index and under the stream's lock.</summary>
internal static class DecisionContexts
{
    public static async Task<DecisionContext> LoadAsync(IDocumentSession session, Slug organisation, Slug initiative, InitiativeCommand command, CancellationToken cancellation)
    {
        var entry = command switch { CorrectEntry c => c.Entry, WithdrawEntry w => w.Entry, _ => (EntryId?)null };
        var sessions = InitiativeDecisions.SessionsNamed(command).ToArray();
        return new(
            entry is { } id ? await HeadAsync(session, organisation, initiative, id, cancellation) : null,
            sessions.Length == 0 ? [] : await InForceAsync(session, organisation, initiative, sessions, cancellation));
    }

    private static async Task<EntryHead?> HeadAsync(IDocumentSession session, Slug organisation, Slug initiative, EntryId entry, CancellationToken cancellation)
    {
        await using var command = Command(session, organisation, initiative,
            $"""
            select version, opens is not null, (select fact::text from {Tables.Entries} o where o.tenant_id = $1 and o.stream_id = $2 and o.opens = $3 order by version desc limit 1)
            from {Tables.Entries} where tenant_id = $1 and stream_id = $2 and (opens = $3 or closes = $3) order by version desc limit 1
            """, new() { Value = entry.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new(entry, reader.GetInt32(0), reader.GetBoolean(1), JsonSerializer.Deserialize<InitiativeFact>(reader.GetString(2), DomainJson.Options)!)
            : null;
    }

    private static async Task<ImmutableHashSet<SessionId>> InForceAsync(IDocumentSession session, Slug organisation, Slug initiative, SessionId[] sessions, CancellationToken cancellation)
    {
        await using var command = Command(session, organisation, initiative,
            $"""
            select distinct identity from {Tables.Entries} o
            where tenant_id = $1 and stream_id = $2 and identity = any($3)
              and not exists (select 1 from {Tables.Entries} c where c.tenant_id = $1 and c.stream_id = $2 and c.closes = o.opens and c.version > o.version)
            """, new() { Value = sessions.Select(s => $"session:{s}").ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = ImmutableHashSet.CreateBuilder<SessionId>();
        while (await reader.ReadAsync(cancellation))
            found.Add(new(Guid.Parse(reader.GetString(0)["session:".Length..])));
        return found.ToImmutable();
    }

    private static NpgsqlCommand Command(IDocumentSession session, Slug organisation, Slug initiative, string sql, NpgsqlParameter third) =>
        new(sql, session.Connection) { Parameters = { new() { Value = organisation.Value }, new() { Value = initiative.Value }, third } };
}
