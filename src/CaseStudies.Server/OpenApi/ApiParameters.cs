using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using Microsoft.OpenApi;
using NodaTime;

namespace CaseStudies.Server.OpenApi;

/// <summary>The parameters that several endpoints have in common, and the schemas from which endpoints make their own.</summary>
internal static class ApiParameters
{
    public static readonly ApiParameter[] Period =
    [
        new(
            "from", "期間の最初の日(to とともに)。どちらもなければ、最後の出来事の年度(団体の年度) / "
            + "First day of the period; with 'to'. Without both: the organisation's fiscal year of the last thing that happened.", Text<LocalDate>),
        new("to", "期間の最後の日(その日を含む) / Last day of the period, included.", Text<LocalDate>),
    ];

    /// <summary>The period, and the moment or the version as known at which the answer is given.</summary>
    public static readonly ApiParameter[] View =
    [
        .. Period,
        new("knownAt", "この時点で分かっていたこと / As known at this instant.", Text<Instant>),
        new("version", "この版の時点で分かっていたこと / As known at this stream version.", Number),
    ];

    public static readonly ApiParameter Kind = new("kind", "この種類だけ / Only this kind.",
        () => OneOf([.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal)]));

    public static readonly ApiParameter Language = new("lang", "省けば Accept-Language のとおり / Left out: as Accept-Language says.", () => OneOf("ja", "en"));

    public static readonly ApiParameter IfMatch = new(
        "If-Match", "最後に見た記録の版(\"12\" など)。新しい版があれば断られる / The entry's version as last seen, such as \"12\"; a newer one refuses the change.",
        () => new() { Type = JsonSchemaType.String }, ParameterLocation.Header);

    public static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" };

    public static OpenApiSchema OneOf(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => JsonValue.Create(w)!)] };

    /// <summary>One of our own types that are written as texts.</summary>
    public static OpenApiSchema Text<T>()
    {
        var schema = new OpenApiSchema();
        TypeSchemas.Shape(schema, typeof(T));
        return schema;
    }
}
