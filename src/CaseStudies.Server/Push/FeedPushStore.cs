using CaseStudies.Domain;
using CaseStudies.Server.Store;
using JasperFx;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace CaseStudies.Server.Push;

/// <summary>Reads and saves where feeds are pushed to; the secrets lie in the vault's schema and are read only to sign.</summary>
/// <param name="store">For those of all organisations; see <see cref="ActiveAsync"/>.</param>
internal sealed class FeedPushStore(IDocumentStore store, TenantSessions sessions, TenantConnections connections, IWolverineRuntime runtime)
{
    /// <summary>Sessions have an organisation; queries over all do not look at it.</summary>
    private const string AnyOrganisation = "any";

    public async Task<FeedPush?> FindAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = await sessions.QueryAsync(organisation, cancellation);
        return await session.LoadAsync<FeedPush>(FeedPush.Only, cancellation);
    }

    public async Task<IReadOnlyList<FeedPush>> ActiveAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession(AnyOrganisation);
        return await session.Query<FeedPush>().Where(p => p.AnyTenant() && !p.IsPaused).ToListAsync(cancellation);
    }

    /// <param name="wakeAfter">A message goes out with it, to be dealt with after so long; it lies in the database until then.</param>
    /// <exception cref="ConcurrencyException">Somebody else saved it since it was read.</exception>
    public async Task<FeedPush> SaveAsync(FeedPush push, CancellationToken cancellation, string? secret = null, TimeSpan? wakeAfter = null)
    {
        await using var session = await sessions.WriteAsync(push.Organisation, cancellation);
        if (secret is not null)
            session.QueueSqlCommand(
                $"insert into {Tables.PushSecrets} (tenant_id, secret) values (?, ?) on conflict (tenant_id) do update set secret = excluded.secret",
                push.Organisation.Value, secret);
        var next = push with { };
        session.UpdateRevision(next, push.Version + 1);
        if (wakeAfter is { } after)
        {
            var outbox = new MartenOutbox(runtime, session) { TenantId = push.Organisation.Value };
            await outbox.PublishAsync(new PushFeed(), after > TimeSpan.Zero ? new DeliveryOptions { ScheduleDelay = after } : null);
        }

        await session.SaveChangesAsync(cancellation);
        next.Version = push.Version + 1;
        return next;
    }

    public async Task RemoveAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = await sessions.WriteAsync(organisation, cancellation);
        session.Delete<FeedPush>(FeedPush.Only);
        session.QueueSqlCommand($"delete from {Tables.PushSecrets} where tenant_id = ?", organisation.Value);
        await session.SaveChangesAsync(cancellation);
    }

    public async Task<string?> SecretAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand($"select secret from {Tables.PushSecrets} where tenant_id = $1", connection);
        select.Parameters.Add(new() { Value = organisation.Value });
        return (string?)await select.ExecuteScalarAsync(cancellation);
    }
}
