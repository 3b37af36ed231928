using CaseStudies.Domain;
using Marten;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Store;

/// <summary>Marten's sessions on <see cref="TenantConnections"/>. Those that the store opens by itself run as the background does.</summary>
/// <remarks>A session gives its connection back as it saves. Whoever went on with it would get one of the store's: each is for one save.</remarks>
internal sealed class TenantSessions(IDocumentStore store, TenantConnections connections)
{
    public async Task<IQuerySession> QueryAsync(Slug organisation, CancellationToken cancellation) =>
        store.QuerySession(await OptionsAsync(organisation, cancellation));

    public async Task<IDocumentSession> WriteAsync(Slug organisation, CancellationToken cancellation) =>
        store.LightweightSession(await OptionsAsync(organisation, cancellation));

    private async Task<SessionOptions> OptionsAsync(Slug organisation, CancellationToken cancellation)
    {
        var options = SessionOptions.ForConnection(await connections.OpenAsync(organisation, cancellation));
        options.TenantId = organisation.Value;
        return options;
    }
}
