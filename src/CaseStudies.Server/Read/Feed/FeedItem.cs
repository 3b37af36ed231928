using System.Text.Json;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One stored event of the feed.</summary>
/// <param name="Stored">Its metadata and its effect on the entries, as far as they can be read.</param>
/// <param name="Body">As stored: private texts appear as their vault id and commitment.</param>
internal sealed record FeedItem(
    string Stream, int Version, Guid Id, string StoredName, Instant RecordedAt, string? Command, int? Index, StreamRow Stored, JsonElement Body);

/// <param name="Next">The cursor to continue from; unchanged if there was nothing.</param>
/// <param name="Head">The sum of the versions of the feed's streams, in the snapshot that was read.</param>
internal sealed record FeedPage(IReadOnlyList<FeedItem> Items, FeedCursor Next, long Head);
