using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Server.Capture;

/// <summary>JSON with its members in one order and without spaces, so that a command sent twice has the same bytes.</summary>
internal static class CanonicalJson
{
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(Sorted(node), DomainJson.Options);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
