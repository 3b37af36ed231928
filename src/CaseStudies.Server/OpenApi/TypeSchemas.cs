using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server.OpenApi;

/// <summary>The schemas of types whose JSON no generator can know: texts of a form of our own, facts, problems.</summary>
internal static class TypeSchemas
{
    private const string Uuid = "^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

    private static readonly Dictionary<Type, (string? Format, string Pattern, string Example)> s_texts = new()
    {
        [typeof(Slug)] = (null, "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$", "spark"),
        [typeof(PersonId)] = (null, "^p-[0-9a-f]{8,32}$", "p-0a1b2c3d"),
        [typeof(MemberId)] = (null, "^m-[0-9a-f]{32}$", "m-0123456789abcdef0123456789abcdef"),
        [typeof(SubjectId)] = (null, "^[A-Za-z0-9._:|-]{1,100}$", "local-user"),
        [typeof(SessionId)] = ("uuid", Uuid, "6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(GrantId)] = ("uuid", Uuid, "a062d8a8-be01-4e53-8a51-523e8f60bf06"),
        [typeof(CommandId)] = ("uuid", Uuid, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(EntryId)] = ("uuid", Uuid, "0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"),
        [typeof(ImportId)] = ("uuid", Uuid, "7d1f1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(InvitationId)] = ("uuid", Uuid, "5c1f1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
        [typeof(ShareId)] = ("uuid", Uuid, "8b1f1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"),
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
        [typeof(MemberId)] = "メンバーの番号 / a member's id",
        [typeof(SessionId)] = "回のID(送る側が作る) / a session's id, made by the sender",
        [typeof(GrantId)] = "閲覧の許可のID / the id of a grant",
        [typeof(CommandId)] = "操作のID(送る側が作る) / a command's id, made by the sender",
        [typeof(EntryId)] = "記録のID / an entry's id",
        [typeof(InvitationId)] = "招待のID / an invitation's id",
        [typeof(ShareId)] = "共有リンクのID / the id of a share link",
        [typeof(ImportId)] = "取り込みのID / an import's id", [typeof(FileHash)] = "ファイルの SHA-256 / a file's SHA-256",
        [typeof(Quantity)] = "数量(引用符に入れた十進数) / a decimal in quotation marks", [typeof(LocalDate)] = "日付 / a day", [typeof(LocalTime)] = "時刻 / a time of day",
        [typeof(Instant)] = "日時(UTC) / an instant in UTC", [typeof(YearMonth)] = "月 / a month",
    };

    /// <summary>What our problems say beyond RFC 9457.</summary>
    private static readonly Dictionary<string, string> s_problem = new()
    {
        ["code"] = "The last part of the type; stable.",
        ["ja"] = "What is wrong and what to do, in Japanese.",
        ["en"] = "The same in English.",
        ["pointer"] = "Where in the body, as a JSON pointer (RFC 6901), such as /facts/3/count.",
    };

    /// <summary>The texts as they are sent.</summary>
    public static IReadOnlyDictionary<Type, JsonObject> Texts => s_texts.ToDictionary(t => t.Key, t => Json(t.Key, t.Value));

    /// <summary>Writes into the schema what the generator did not see.</summary>
    public static void Shape(OpenApiSchema schema, Type type)
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
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["ja"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["en"] = new OpenApiSchema { Type = JsonSchemaType.String },
            };
            schema.Required = new HashSet<string> { "ja", "en" };
        }
        else if (type == typeof(InitiativeFact))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "A fact as it is stored: its kind, the kind's version v, and the members. "
                + "A private text is replaced by its place in the vault and a commitment.";
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["kind"] = new OpenApiSchema { Type = JsonSchemaType.String }, ["v"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            };
            schema.Required = new HashSet<string> { "kind", "v" };
        }
        else if (type == typeof(DerivationPart) && schema.Properties?["role"] is OpenApiSchema role)
        {
            role.Description = "value, numerator, denominator, entered, continuing, heads, a month (2025-12), a week (2025-W49), "
                + "session:ID or key:KEY. "
                + "Entries that only decide what is counted have the role "
                + "since, members, ended, left, paused, run, sessions or merged. "
                + "Roles that begin with year-before: or strand: belong to a comparison.";
        }
        else if (type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            foreach (var (name, says) in s_problem)
                schema.Properties[name] = new OpenApiSchema { Type = JsonSchemaType.String, Description = says };
        }
    }

    private static JsonObject Json(Type type, (string? Format, string Pattern, string Example) text)
    {
        var schema = new JsonObject
        {
            ["type"] = "string", ["description"] = s_says[type], ["pattern"] = text.Pattern, ["examples"] = new JsonArray(text.Example),
        };
        if (text.Format is { } format)
            schema["format"] = format;
        return schema;
    }
}
