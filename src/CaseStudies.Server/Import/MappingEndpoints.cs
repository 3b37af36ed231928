using CaseStudies.Domain;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>The mappings that an organisation keeps.</summary>
internal static class MappingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", (HttpContext context, MappingStore store, string org) => ImportEndpoints.Answered(context, async () =>
                await store.AllAsync(new(org), context.RequestAborted)))
            .WithName("getImportMappings").WithSummary("The saved mappings, the newest first").Answers<IReadOnlyList<SavedMapping>>();
        routes.MapGet("/{key}", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, () =>
                store.FindAsync(new(org), new(key), context.RequestAborted)))
            .WithName("getImportMapping").WithSummary("One saved mapping").Answers<SavedMapping>();
        routes.MapPut("/{key}", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, async () =>
            {
                var (organisation, name) = (new Slug(org), new Slug(key));
                var mapping = ImportRequest.Mapping(await JsonDoor.ReadAsync(context.Request, context.RequestAborted));
                if (!await store.SaveAsync(organisation, name, mapping, context.RequestAborted))
                    throw new ImportRefusedException(ImportRefusals.TooManyMappings());
                return await store.FindAsync(organisation, name, context.RequestAborted);
            }))
            .WithName("saveImportMapping").WithSummary("Save a mapping for the next file with the same headers").Accepts<ImportMapping>("application/json").Answers<SavedMapping>();
        routes.MapPost("/{key}/removal", (HttpContext context, MappingStore store, string org, string key) => ImportEndpoints.Answered(context, async () =>
            {
                await JsonDoor.ReadAsync(context.Request, context.RequestAborted);
                var (organisation, name) = (new Slug(org), new Slug(key));
                var found = await store.FindAsync(organisation, name, context.RequestAborted);
                return await store.DeleteAsync(organisation, name, context.RequestAborted) ? found : null;
            }))
            .WithName("removeImportMapping").WithSummary("Forget a saved mapping").Accepts<ImportEndpoints.Completion>("application/json").Answers<SavedMapping>();
    }
}
