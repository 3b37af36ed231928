using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server.OpenApi;

/// <summary>The parameters that several endpoints have in common, and the schemas from which endpoints make their own.</summary>
internal static class ApiParameters
{
    private const string Day = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}", Time = "T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}(?::[0-9]{2})?)";

    public static readonly ApiParameter[] Period =
    [
        new(
            "from", "期間の最初の日(to とともに)。どちらもなければ、最後に締め切られた期間。それもなければ、最後の記録の日が入る年度 / "
            + "First day of the period; together with 'to'. Without both: the latest closed period; "
            + "if none is closed, the fiscal year of the latest entry.", Text<LocalDate>),
        new("to", "期間の最後の日(その日を含む) / Last day of the period, inclusive.", Text<LocalDate>),
    ];

    /// <summary>The period, and the moment or the version as known at which the answer is given.</summary>
    public static readonly ApiParameter[] View =
    [
        .. Period,
        new(
            "knownAt", "この時点で分かっていたこと。日付(取組の時間帯で、その日の終わりまで。今日は現在)か、UTC との差を付けた日時。未来は受け付けない / As known at this time: "
            + "a day, to its end in the initiative's time zone (today means now), or a date and time with its offset from UTC. The future is refused.",
            () => Said($"^{Day}(?:{Time})?$", "2026-01-31", "2026-01-31T23:59:59+09:00")),
        new("version", "この版の時点で分かっていたこと / As known at this stream version.", Number),
    ];

    public static readonly ApiParameter DefinitionVersion = new(
        "definitionVersion", "定義のこの版で数える。省けば、期間の最後の日に適用される版 / "
        + "Count by this version of the definition. If omitted: by the one that applies on the last day of the period.", Number);

    public static readonly ApiParameter Kind = new("kind", "この種類だけ / Only this kind.",
        () => OneOf([.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal)]));

    public static readonly ApiParameter Language = new("lang", "省けば Accept-Language のとおり / If omitted: as in Accept-Language.", () => OneOf("ja", "en"));

    public static readonly ApiParameter IfMatch = new(
        "If-Match", "最後に見た記録の版(\"12\" など)。新しい版があれば受け付けられない / "
        + "The version of the entry as last seen, for example \"12\". If there is a newer one, the change is refused.",
        () => new() { Type = JsonSchemaType.String }, ParameterLocation.Header);

    /// <summary>A date and time with any offset.</summary>
    public static OpenApiSchema Moment() => Said($"^{Day}{Time}$", "2026-01-31T23:59:59+09:00", "2026-01-31T14:59:59Z");

    public static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" };

    public static OpenApiSchema OneOf(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => JsonValue.Create(w)!)] };

    /// <summary>One of our own types that are written as texts.</summary>
    public static OpenApiSchema Text<T>()
    {
        var schema = new OpenApiSchema();
        TypeSchemas.Shape(schema, typeof(T));
        return schema;
    }

    private static OpenApiSchema Said(string pattern, params string[] examples) =>
        new() { Type = JsonSchemaType.String, Pattern = pattern, Examples = [.. examples.Select(e => JsonValue.Create(e)!)] };
}
