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

    private const string Upsert =
        $"""
        insert into {Table} (tenant_id, id, data, mt_version, mt_dotnet_type)
        select t, i, d::jsonb, v, ? from unnest(?::text[], ?::text[], ?::text[], ?::int[]) x (t, i, d, v)
        on conflict (tenant_id, id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_last_modified = transaction_timestamp()
        """;

    private static readonly string s_numbered = SqlBatch.Numbered(Upsert, '?');

    /// <param name="states">Each with its stream's version, which is the document's too: the store's own upsert would count for itself.</param>
    public static void QueueStore(IDocumentOperations operations, IReadOnlyCollection<(StreamKey Stream, long Version, Initiative State)> states) =>
        operations.QueueSqlCommand(Upsert, Values(states));

    /// <summary>The same beside other statements of a save.</summary>
    public static void Store(SqlBatch batch, IReadOnlyCollection<(StreamKey Stream, long Version, Initiative State)> states) => batch.Add(s_numbered, Values(states));

    private static object[] Values(IReadOnlyCollection<(StreamKey Stream, long Version, Initiative State)> states) =>
    [
        typeof(InitiativeState).FullName!, states.Select(s => s.Stream.Organisation.Value).ToArray(), states.Select(s => s.Stream.Initiative.Value).ToArray(),
        states.Select(s => JsonSerializer.Serialize(new InitiativeState(s.Stream.Initiative.Value, s.State), DomainJson.Options)).ToArray(), states.Select(s => (int)s.Version).ToArray(),
    ];
}
