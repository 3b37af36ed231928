using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Import;

/// <summary>The saved mappings of an organisation.</summary>
internal static class MappingEndpoints
{
    private static readonly JsonNode s_example = JsonNode.Parse(
        """
        {
          "kind": "headcounts", "headerRow": 3, "strand": "cafe", "scheme": "audience",
          "columns": [
            { "as": "date", "header": "開催日" }, { "as": "group", "header": "若者", "group": "youth" }, { "as": "group", "header": "高齢者", "group": "seniors" },
            { "as": "total", "header": "合計" }, { "as": "ignored", "header": "備考" }
          ]
        }
        """)!;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", (HttpContext context, MappingStore store, string org) => ImportEndpoints.Answered(context, async () =>
                await store.AllAsync(new(org), context.RequestAborted)))
            .WithName("getImportMappings").WithSummary("保存された対応表の一覧 / The saved mappings, newest first").Answers<IReadOnlyList<SavedMapping>>();
        routes.MapGet("/{key}", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, () =>
                store.FindAsync(new(org), new(key), context.RequestAborted)))
            .WithName("getImportMapping").WithSummary("保存された対応表 / One saved mapping").Answers<SavedMapping>();
        routes.MapPut("/{key}", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, async () =>
            {
                var (organisation, name) = (new Slug(org), new Slug(key));
                var mapping = await ImportEndpoints.BodyAsync<ImportMapping>(context);
                if (!await store.SaveAsync(organisation, name, mapping, context.RequestAborted))
                    throw new ImportRefusedException(ImportRefusals.TooManyMappings());
                return await store.FindAsync(organisation, name, context.RequestAborted);
            }))
            .WithName("saveImportMapping").WithSummary("対応表を保存する(同じ見出しのファイルに使う) / Save a mapping for the next file with the same headers")
            .TakesJson<ImportMapping>(s_example).Answers<SavedMapping>();
        routes.MapPost("/{key}/removal", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, async () =>
            {
                var (organisation, name) = (new Slug(org), new Slug(key));
                if ((await ImportEndpoints.BodyAsync<Removal>(context)).Key != name)
                    throw new ImportRefusedException(ImportRefusals.NotConfirmed($"key: {name}"));
                var found = await store.FindAsync(organisation, name, context.RequestAborted);
                return await store.DeleteAsync(organisation, name, context.RequestAborted) ? found : null;
            }))
            .WithName("removeImportMapping").WithSummary("保存された対応表を消す / Delete a saved mapping")
            .TakesJson<Removal>(new JsonObject { ["key"] = "monthly-headcounts" }).Answers<SavedMapping>();
    }

    /// <param name="Key">The same key as in the address, as a confirmation.</param>
    internal sealed record Removal(Slug Key);
}
