using System.Text.Json;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One stored event on its way out.</summary>
/// <param name="Stored">Its envelope and what it did to the entries, as far as they can be read.</param>
/// <param name="Body">As stored: of a private text its place in the vault and the commitment, never the text.</param>
internal sealed record FeedItem(
    string Stream, int Version, Guid Id, string StoredName, Instant RecordedAt, string? Command, int? Index, StreamRow Stored, JsonElement Body);

/// <param name="Next">From where to go on; the same as before if nothing was there.</param>
internal sealed record FeedPage(IReadOnlyList<FeedItem> Items, FeedCursor Next);
