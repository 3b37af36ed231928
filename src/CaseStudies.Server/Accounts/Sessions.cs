using System.Security.Claims;
using System.Security.Cryptography;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>The sessions of all nodes. Each request reads its own anew, so that one that was ended is refused with the next request, everywhere.</summary>
internal sealed class Sessions(IDbContextFactory<AccountsDb> databases, SignInWays ways, IClock clock) : ITicketStore
{
    /// <summary>The longest session, used or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>In the ticket: the id of its session.</summary>
    public const string IdProperty = "session";

    /// <summary>In the ticket of whoever signed in at the identity provider: who that is, and its name for the session.</summary>
    public const string IssuerProperty = "issuer", ProviderSessionProperty = "provider-session";

    private static readonly Duration s_idle = Duration.FromHours(12);

    /// <summary>Its use is noted no more often, or each reading would write.</summary>
    private static readonly Duration s_noted = Duration.FromMinutes(1);

    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, "", default);

    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken) =>
        StoreAsync(ticket, httpContext.Request.Headers.UserAgent.ToString(), cancellationToken);

    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, default);

    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var (hash, bytes) = (Secret.Hash(key), TicketSerializer.Default.Serialize(ticket));
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Sessions.Where(s => s.KeyHash == hash).ExecuteUpdateAsync(s => s.SetProperty(x => x.Ticket, bytes), cancellationToken);
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, default);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        var (hash, now) = (Secret.Hash(key), clock.GetCurrentInstant());
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var session = await database.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.KeyHash == hash, cancellationToken);
        if (session is null)
            return null;
        if (session.UsedAt + s_idle <= now)
        {
            await RemoveAsync(key, cancellationToken);
            return null;
        }

        // The operator may have named another provider since, or none.
        if (session.Issuer is { } issuer && ways.Client?.IsIssuer(issuer) != true)
            return null;

        if (session.UsedAt + s_noted <= now)
            await database.Sessions.Where(s => s.KeyHash == hash).ExecuteUpdateAsync(s => s.SetProperty(x => x.UsedAt, now), cancellationToken);
        return TicketSerializer.Default.Deserialize(session.Ticket);
    }

    public Task RemoveAsync(string key) => RemoveAsync(key, default);

    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(key);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await database.Sessions.Where(s => s.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<string> StoreAsync(AuthenticationTicket ticket, string agent, CancellationToken cancellation)
    {
        var (key, id, now) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Guid.NewGuid(), clock.GetCurrentInstant());
        var (who, told) = (ticket.Principal, ticket.Properties.Items);
        told[IdProperty] = id.ToString();
        await using var database = await databases.CreateDbContextAsync(cancellation);
        // Nobody comes back to these; this is as good a moment as any to let them go.
        await database.Sessions.Where(s => s.UsedAt <= now - s_idle).ExecuteDeleteAsync(cancellation);
        database.Sessions.Add(new()
        {
            KeyHash = Secret.Hash(key), Id = id, AccountId = who.FindFirstValue(ClaimTypes.NameIdentifier), BeganAt = now, UsedAt = now,
            Member = Principal.SubjectOf(who).Value, Issuer = told.TryGetValue(IssuerProperty, out var issuer) ? issuer : null,
            ProviderSession = told.TryGetValue(ProviderSessionProperty, out var session) ? session : null,
            Agent = agent[..Math.Min(agent.Length, Session.MaximumAgent)].Replace("\0", "", StringComparison.Ordinal),
            Ticket = TicketSerializer.Default.Serialize(ticket),
        });
        await database.SaveChangesAsync(cancellation);
        return key;
    }
}
