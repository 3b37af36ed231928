using CaseStudies.Domain;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Access;

/// <summary>The private texts as requests read them: that they are read is noted in the security log first, once a request.</summary>
internal sealed class NotedTexts(IVaultTexts vault, SecurityLog log, HttpContext context) : IVaultTexts
{
    private bool _noted;

    public async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Slug organisation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        if (ids.Count > 0 && !_noted)
        {
            await log.NoteAsync(organisation, log.Of(context, SecurityEvent.NamesRead, about: SecurityNote.AboutIn(context)), cancellation);
            _noted = true;
        }

        return await vault.TextsAsync(organisation, ids, cancellation);
    }
}
