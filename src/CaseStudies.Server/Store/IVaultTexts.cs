using CaseStudies.Domain;

namespace CaseStudies.Server.Store;

/// <summary>Private texts, for those who may read them. Who asks has made sure that the reader is a member.</summary>
internal interface IVaultTexts
{
    /// <summary>By id; one that was erased, or is another organisation's, is left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Slug organisation, IReadOnlyCollection<Guid> ids, CancellationToken cancellation);
}
