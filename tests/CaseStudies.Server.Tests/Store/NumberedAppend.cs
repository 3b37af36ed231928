using JasperFx.Events;
using Marten;

namespace CaseStudies.Server.Tests.Store;

/// <summary>The store's own append, with the version: for what the program's refuses to write, and to compare the two.</summary>
internal static class NumberedAppend
{
    /// <param name="version">The stream's before these events; 0 opens it.</param>
    public static void AppendNumbered<TState>(
        this IDocumentOperations operations, string stream, long version, IReadOnlyCollection<IEvent> events) where TState : class
    {
        if (version == 0)
            operations.Events.StartStream<TState>(stream, events);
        else
            operations.Events.Append(stream, version + events.Count, events);
    }
}
