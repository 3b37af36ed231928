using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Import;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server;

/// <summary>The OpenAPI 3.1 description: the texts that our own types are written as, and what clients send, which no generator can know.</summary>
internal static class ApiDescription
{
    private const string Uuid = "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

    private static readonly Dictionary<Type, (string? Format, string Pattern, string Example)> s_texts = new()
    {
        [typeof(Slug)] = (null, "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$", "spark"),
        [typeof(PersonId)] = (null, "^p-[0-9a-f]{8,32}$", "p-0a1b2c3d"),
        [typeof(SubjectId)] = (null, "^[A-Za-z0-9._:|-]{1,100}$", "local-user"),
        [typeof(SessionId)] = ("uuid", Uuid, "6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(CommandId)] = ("uuid", Uuid, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(EntryId)] = ("uuid", Uuid, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(ImportId)] = ("uuid", Uuid, "7d1f1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(FileHash)] = (null, "^[0-9a-f]{64}$", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        [typeof(Quantity)] = (null, "^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?$", "12.5"),
        [typeof(LocalDate)] = ("date", "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$", "2025-12-05"),
        // No format: "time" would ask for an offset, which a time of day does not have.
        [typeof(LocalTime)] = (null, "^[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?$", "13:30:00"),
        [typeof(Instant)] = ("date-time", "^-?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z$", "2025-12-05T06:12:00Z"),
        [typeof(YearMonth)] = (null, "^[12][0-9]{3}-[0-9]{2}$", "2025-12"),
    };

    private static readonly Dictionary<Type, string> s_says = new()
    {
        [typeof(Slug)] = "キー / a key", [typeof(PersonId)] = "人のID(氏名ではない) / a person's id, not a name", [typeof(SubjectId)] = "利用者のID / a user's id",
        [typeof(SessionId)] = "回のID(送る側が作る) / a session's id, made by the sender", [typeof(CommandId)] = "操作のID(送る側が作る) / a command's id, made by the sender", [typeof(EntryId)] = "記録のID / an entry's id",
        [typeof(ImportId)] = "取り込みのID / an import's id", [typeof(FileHash)] = "ファイルの SHA-256 / a file's SHA-256",
        [typeof(Quantity)] = "数量(引用符に入れた十進数) / a decimal in quotation marks", [typeof(LocalDate)] = "日付 / a day", [typeof(LocalTime)] = "時刻 / a time of day",
        [typeof(Instant)] = "日時(UTC) / an instant in UTC", [typeof(YearMonth)] = "月 / a month",
    };

    /// <summary>What our problems say beyond RFC 9457.</summary>
    private static readonly Dictionary<string, string> s_problem = new()
    {
        ["code"] = "The last part of the type; stable.", ["ja"] = "What is wrong and what to do, in Japanese.", ["en"] = "The same in English.", ["pointer"] = "Where in the body, as a JSON pointer (RFC 6901), such as /facts/3/count.",
    };

    private static readonly Dictionary<string, string> s_tags = new()
    {
        ["Record"] = "What happened goes in: facts, corrections, withdrawals. The same command sent twice is recorded once.",
        ["Import"] = "Spreadsheets and form exports come in: first a dry run that tells what each row would do, then the same file once more.",
        ["Jobs"] = "Work that takes time: how far it has come, what it came to, cancelling and retrying it.",
        ["Push"] = "Where the organisation's feed is pushed to. Off until it is configured.",
        ["Read"] = "What was recorded and what follows from it comes out, as known now or at any instant before.",
    };

    /// <summary>For answers and their description. Nothing is read with these options: bodies come through a door of their own.</summary>
    public static void ConfigureJson(JsonSerializerOptions options)
    {
        DomainJson.Configure(options);
        // A formula's schema nests deeper than any formula that we take.
        options.MaxDepth = 128;
    }

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // Several endpoints have an answer of the same name; under one name one would stand for all.
        options.CreateSchemaReferenceId = info => OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } name ? SentBodies.Owner(info.Type) + name : null;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            SentBodies.Describe(document, new(s_texts.ToDictionary(t => t.Key, t => Json(t.Key, t.Value))));
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Shape(schema, Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var path = context.Description.RelativePath ?? "";
            operation.Parameters ??= [];
            foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.Name is "org" or "id" or "indicator" or "key"))
                parameter.Schema = Text(typeof(Slug));
            if (context.Description.HttpMethod == "GET" && path.Contains("initiatives/{id}", StringComparison.Ordinal) && !ImportParameters.Has(path))
                AskedParameters(operation.Parameters, paged: path.EndsWith("/entries", StringComparison.Ordinal));
            foreach (var (name, says) in ImportParameters.Of(path, context.Description.HttpMethod))
                operation.Parameters.Add(Parameter(name, new() { Type = JsonSchemaType.String }, says));
            if (path == "instruments/{key}")
                operation.Parameters.Add(Parameter("on", Text(typeof(LocalDate)), "導入する日 / The day on which it is introduced.", required: true));
            if (path.Contains("{entry", StringComparison.Ordinal))
                operation.Parameters.Add(Parameter("If-Match", new() { Type = JsonSchemaType.String }, "最後に見た記録の版(\"12\" など)。新しい版があれば受け付けられない / The version of the entry as last seen, for example \"12\". If there is a newer one, the change is refused.", ParameterLocation.Header));
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OutParameters.Describe(operation.Parameters ??= [], context.Description.RelativePath ?? "");
            ChangeParameters.Describe(operation.Parameters, context.Description.HttpMethod ?? "", context.Description.RelativePath ?? "");
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info.Title = "CaseStudies";
        document.Info.Version = "1";
        document.Info.Description = "Records what happens in an initiative and answers how its figures came about.";
        document.Servers = [new() { Url = "/" }];
        (document.Components ??= new()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Not needed by the local user." },
        };
        document.Tags = s_tags.Select(t => new OpenApiTag { Name = t.Key, Description = t.Value }).ToHashSet();
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
    }

    private static void Shape(OpenApiSchema schema, Type type)
    {
        if (s_texts.TryGetValue(type, out var text))
        {
            schema.Type = JsonSchemaType.String;
            (schema.Format, schema.Pattern, schema.Examples) = (text.Format, text.Pattern, [text.Example]);
            // What we compute may have no finite decimal; then it is told as a fraction.
            if (type == typeof(Quantity))
                schema.Pattern = "^-?[0-9]+(?:\\.[0-9]{1,6}|/[0-9]+)?$";
        }
        else if (type == typeof(PublicText))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Properties = new Dictionary<string, IOpenApiSchema> { ["ja"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["en"] = new OpenApiSchema { Type = JsonSchemaType.String } };
            schema.Required = new HashSet<string> { "ja", "en" };
        }
        else if (type == typeof(InitiativeFact))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "A fact as it is stored: its kind, the kind's version v, and the members. A private text is replaced by its place in the vault and a commitment.";
            schema.Properties = new Dictionary<string, IOpenApiSchema> { ["kind"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["v"] = new OpenApiSchema { Type = JsonSchemaType.Integer } };
            schema.Required = new HashSet<string> { "kind", "v" };
        }
        else if (type == typeof(DerivationPart) && schema.Properties?["role"] is OpenApiSchema role)
        {
            role.Description = "value, numerator, denominator, entered, continuing, heads, a month (2025-12), a week (2025-W49), session:ID or key:KEY. Entries that only decide what is counted have the role "
                + "since, members, ended, left, paused, run, sessions or merged. Roles that begin with year-before: or strand: belong to a comparison.";
        }
        else if (type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            foreach (var (name, says) in s_problem)
                schema.Properties[name] = new OpenApiSchema { Type = JsonSchemaType.String, Description = says };
        }
    }

    internal static void PeriodParameters(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(Parameter("from", Text(typeof(LocalDate)), "期間の最初の日(to とともに)。どちらもなければ、最後の記録の日が入る年度 / First day of the period; together with 'to'. Without both: the fiscal year of the latest entry."));
        parameters.Add(Parameter("to", Text(typeof(LocalDate)), "期間の最後の日(その日を含む) / Last day of the period, inclusive."));
    }

    private static void AskedParameters(IList<IOpenApiParameter> parameters, bool paged)
    {
        PeriodParameters(parameters);
        parameters.Add(Parameter("knownAt", Text(typeof(Instant)), "この時点で分かっていたこと / As known at this time."));
        parameters.Add(Parameter("version", Number(), "この版の時点で分かっていたこと / As known at this stream version."));
        if (!paged)
            return;
        parameters.Add(Parameter("kind", new() { Type = JsonSchemaType.String, Enum = [.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal).Select(k => JsonValue.Create(k)!)] }, "この種類だけ / Only this kind."));
        parameters.Add(Parameter("offset", Number(), "飛ばす記録の数(前のページの next) / Number of entries to skip: 'next' of the previous page."));
    }

    internal static OpenApiParameter Parameter(string name, OpenApiSchema schema, string description, ParameterLocation location = ParameterLocation.Query, bool required = false) =>
        new() { Name = name, In = location, Schema = schema, Description = description, Required = required };

    internal static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" };

    internal static OpenApiSchema Text(Type type)
    {
        var schema = new OpenApiSchema();
        Shape(schema, type);
        return schema;
    }

    private static JsonObject Json(Type type, (string? Format, string Pattern, string Example) text)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = s_says[type], ["pattern"] = text.Pattern, ["examples"] = new JsonArray(text.Example) };
        if (text.Format is { } format)
            schema["format"] = format;
        return schema;
    }
}
