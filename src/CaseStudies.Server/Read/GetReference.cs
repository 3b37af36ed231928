using System.Text.Json.Nodes;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseStudies.Server.Read;

/// <summary>The API description for people; programs read /openapi.json.</summary>
internal static class GetReference
{
    private const string Document = "v1";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/reference", async (HttpContext context) =>
        {
            var described = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(Document)
                .GetOpenApiDocumentAsync(context.RequestAborted);
            var document = JsonNode.Parse(await described.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted))!;
            return ReadEndpoints.Answer(context, pages => pages.Reference(context, document), () => document);
        })
        .RequireAuthorization(Policies.Public)
        .ExcludeFromDescription();
}
