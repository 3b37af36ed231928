using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;

namespace CaseStudies.Server.Projections;

/// <summary>The small state for deciding, kept beside the stream so that no append reads the stream's events.</summary>
public sealed record InitiativeState(string Id, Initiative State);

/// <summary>Stores the state that whoever appends has just evolved under the stream's lock; a projection would read and fold it a second time.</summary>
internal static class InitiativeStates
{
    public const string Table = StoreSetup.Schema + ".mt_doc_initiativestate";

    /// <param name="version">The stream's, and so the document's: the store's own upsert would count for itself.</param>
    public static void QueueStore(IDocumentOperations operations, StreamKey stream, long version, Initiative state) => operations.QueueSqlCommand(
        $"""
        insert into {Table} (tenant_id, id, data, mt_version, mt_dotnet_type) values (?, ?, ?::jsonb, ?, ?)
        on conflict (tenant_id, id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_last_modified = transaction_timestamp()
        """,
        stream.Organisation.Value, stream.Initiative.Value,
        JsonSerializer.Serialize(new InitiativeState(stream.Initiative.Value, state), DomainJson.Options), (int)version, typeof(InitiativeState).FullName!);
}
