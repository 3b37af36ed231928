using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Store;

/// <summary>Ids of events. The store's index on them is global over organisations, so the organisation is part of the id.</summary>
internal static class EventIds
{
    public static Guid ForCommand(Slug organisation, CommandId command, int index)
    {
        // A key has at most 64 characters. A rebuild makes the ids of all events, so no text is kept of each.
        Span<byte> text = stackalloc byte[128], hash = stackalloc byte[SHA256.HashSizeInBytes];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{organisation.Value}/{command.Value}/{index}", out var length);
        SHA256.HashData(text[..length], hash);
        return new(hash[..16]);
    }
}
