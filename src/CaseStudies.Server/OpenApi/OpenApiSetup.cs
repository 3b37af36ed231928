using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseStudies.Server.OpenApi;

/// <summary>The OpenAPI 3.1 description: what the generator sees of endpoints and answers, and what endpoints declare of their requests.</summary>
internal static class OpenApiSetup
{
    private static readonly Dictionary<string, string> s_tags = new()
    {
        ["Record"] = "What happened goes in: facts, corrections, withdrawals. The same command sent twice is recorded once.",
        ["Import"] = "Spreadsheets and form exports come in: first a dry run that tells what each row would do, then the same file once more.",
        ["Read"] = "What was recorded and what follows from it comes out, as known now or at any instant before.",
        ["Jobs"] = "Work that takes time: its progress and its result, cancelling and retrying it.",
        ["Push"] = "The address to which the organisation's feed is pushed. Off until it is configured.",
    };

    /// <summary>For answers and their description. Nothing is read with these options: bodies come through a door of their own.</summary>
    public static void ConfigureJson(JsonSerializerOptions options)
    {
        DomainJson.Configure(options);
        // A formula's schema nests deeper than any formula that we take.
        options.MaxDepth = 128;
    }

    public static void Configure(OpenApiOptions options, RequestLimits limits)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // Several endpoints have an answer of the same name; under one name one would stand for all.
        options.CreateSchemaReferenceId = info => OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } name ? info.Type.DeclaringType?.Name + name : null;
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document);
            RequestBodies.Describe(document, context.DescriptionGroups.SelectMany(g => g.Items), new(TypeSchemas.Texts, limits));
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            TypeSchemas.Shape(schema, Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Parameters ??= [];
            foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.Name is "org" or "id" or "indicator" or "key"))
                parameter.Schema = ApiParameters.Text<Slug>();
            foreach (var declared in EndpointDeclarations.ParametersOf(context.Description.ActionDescriptor.EndpointMetadata))
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = declared.Name, In = declared.In, Schema = declared.Schema(), Description = declared.Description, Required = declared.Required,
                });
            AddFormats(operation, context.Description.ActionDescriptor.EndpointMetadata);
            return Task.CompletedTask;
        });
    }

    /// <summary>Pages and files, of which the generator describes nothing.</summary>
    private static void AddFormats(OpenApiOperation operation, IEnumerable<object> metadata)
    {
        foreach (var produced in metadata.OfType<IProducesResponseTypeMetadata>())
        {
            if (operation.Responses?.GetValueOrDefault(produced.StatusCode.ToString(CultureInfo.InvariantCulture)) is not OpenApiResponse answer)
                continue;
            foreach (var format in produced.ContentTypes)
                (answer.Content ??= new Dictionary<string, OpenApiMediaType>()).TryAdd(format, new());
        }
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "CaseStudies";
        document.Info.Version = "1";
        document.Info.Description = "Records what happens in an initiative and answers how its figures came about.";
        document.Servers = [new() { Url = "/" }];
        (document.Components ??= new()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Not needed by the local user.",
            },
        };
        document.Tags = s_tags.Select(t => new OpenApiTag { Name = t.Key, Description = t.Value }).ToHashSet();
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
    }
}
