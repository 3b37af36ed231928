using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseStudies.Server.OpenApi;

/// <summary>The description of the API, made when it is first asked for. Making it costs a third of a second of processor, and anybody may ask.</summary>
internal sealed class ApiDocument
{
    private const string Name = "v1";

    private readonly Lazy<Task<(JsonNode Json, KeptAnswer Answer)>> _made;

    public ApiDocument(IServiceProvider services) => _made = new(() => Task.Run(() => MakeAsync(services)));

    /// <summary>Not to be changed.</summary>
    public async Task<JsonNode> DocumentAsync() => (await _made.Value).Json;

    public async Task<KeptAnswer> AnswerAsync() => (await _made.Value).Answer;

    private static async Task<(JsonNode, KeptAnswer)> MakeAsync(IServiceProvider services)
    {
        var described = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        var json = await described.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return (JsonNode.Parse(json)!, new(Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8"));
    }
}
