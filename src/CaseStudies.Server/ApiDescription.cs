using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server;

/// <summary>The OpenAPI 3.1 description: the texts that our own types are written as, which no generator can know.</summary>
internal static class ApiDescription
{
    private static readonly Dictionary<Type, (string? Format, string? Pattern, string Example)> s_texts = new()
    {
        [typeof(Slug)] = (null, "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$", "spark"),
        [typeof(PersonId)] = (null, "^p-[0-9a-f]{8,32}$", "p-0a1b2c3d"),
        [typeof(SubjectId)] = (null, "^[A-Za-z0-9._:|-]{1,100}$", "local-user"),
        [typeof(SessionId)] = ("uuid", null, "6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(CommandId)] = ("uuid", null, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(EntryId)] = ("uuid", null, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(Quantity)] = (null, "^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?$", "12.5"),
        [typeof(LocalDate)] = ("date", null, "2025-12-05"),
        [typeof(LocalTime)] = ("time", null, "13:30:00"),
        [typeof(Instant)] = ("date-time", null, "2025-12-05T06:12:00Z"),
        [typeof(YearMonth)] = (null, "^[0-9]{4}-[0-9]{2}$", "2025-12"),
    };

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "CaseStudies";
            document.Info.Version = "1";
            document.Info.Description = "Records what happens in an initiative and answers how its figures came about.";
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (s_texts.TryGetValue(type, out var text))
            {
                schema.Type = JsonSchemaType.String;
                (schema.Format, schema.Pattern, schema.Examples) = (text.Format, text.Pattern, [text.Example]);
            }
            else if (type == typeof(InitiativeFact))
            {
                schema.Type = JsonSchemaType.Object;
                schema.Description = "A fact: its kind and that kind's members.";
                schema.Required = new HashSet<string> { "kind" };
            }

            return Task.CompletedTask;
        });
    }
}
