using JasperFx.Events;
using Marten;

namespace CaseStudies.Server.Store;

/// <summary>The one append there is: by someone who holds the stream's lock and so knows its version.</summary>
/// <remarks>Without the version the inline projection would be given version 0; the store checks it once more as it writes.</remarks>
internal static class NumberedAppend
{
    /// <param name="version">The stream's before these events; 0 opens it.</param>
    public static void AppendNumbered<TState>(this IDocumentOperations operations, string stream, long version, IReadOnlyCollection<IEvent> events) where TState : class
    {
        if (version == 0)
            operations.Events.StartStream<TState>(stream, events);
        else
            operations.Events.Append(stream, version + events.Count, events);
    }
}
