using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace CaseStudies.Server.OpenApi;

/// <summary>Puts the bodies that endpoints declare into the description: they are read by hand, so the generator knows nothing of them.</summary>
internal static class RequestBodies
{
    public static void Describe(OpenApiDocument document, IEnumerable<ApiDescription> endpoints, RequestSchemas schemas)
    {
        var bodies = endpoints.Select(e => e.ActionDescriptor.EndpointMetadata)
            .Select(m => (Operation: m.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName ?? "", Body: m.OfType<DeclaredBody>().LastOrDefault()))
            .Where(b => b.Body is not null).Select(b => (b.Operation, Body: b.Body!, Schema: SchemaOf(b.Body!, schemas))).ToDictionary(b => b.Operation);
        foreach (var (name, schema) in schemas.Components)
        {
            document.Components?.Schemas?.Remove(name); // the generator's, of the same name, knows less
            document.AddComponent(name, Parsed(schema, document));
        }

        foreach (var operation in document.Paths.SelectMany(p => p.Value.Operations ?? []).Select(o => o.Value))
        {
            if (bodies.TryGetValue(operation.OperationId ?? "", out var declared))
                operation.RequestBody = Body(declared.Body, Parsed(declared.Schema, document));
        }
    }

    private static JsonObject SchemaOf(DeclaredBody body, RequestSchemas schemas) => body.Parts is not { } parts ? schemas.ForType(body.Type!) : new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(parts.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Name, p.Type is { } type
            ? schemas.ForType(type)
            : new JsonObject { ["type"] = "string", ["contentMediaType"] = "application/octet-stream", ["description"] = p.Description }))),
        ["required"] = new JsonArray([.. parts.Where(p => p.Required).Select(p => JsonValue.Create(p.Name))]),
    };

    private static IOpenApiSchema Parsed(JsonObject schema, OpenApiDocument document) => (string?)schema["$ref"] is { } reference
        ? new OpenApiSchemaReference(reference.Split('/')[^1], document)
        : OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out _)!;

    private static OpenApiRequestBody Body(DeclaredBody declared, IOpenApiSchema schema)
    {
        var content = new OpenApiMediaType { Schema = schema, Example = declared.Example?.DeepClone() };
        if (declared.Examples is { } examples)
            content.Examples = examples.ToDictionary(
                e => e.Name, IOpenApiExample (e) => new OpenApiExample { Summary = $"{e.Summary.Ja} / {e.Summary.En}", Value = e.Body.DeepClone() });
        return new() { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [declared.MediaType] = content } };
    }
}
