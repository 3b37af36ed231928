using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace CaseStudies.Server.OpenApi;

/// <summary>What an endpoint declares of its request and its answer. The description is made from this, and what is not declared is refused.</summary>
internal static class EndpointDeclarations
{
    /// <summary>Parameters of the query or the header; called again it adds more.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder route, params IEnumerable<ApiParameter> parameters) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new DeclaredParameters([.. parameters]));

    /// <summary>All parameters that an endpoint declares, and the language, in which each of them answers or refuses.</summary>
    public static IEnumerable<ApiParameter> ParametersOf(IEnumerable<object> metadata) =>
        metadata.OfType<DeclaredParameters>().SelectMany(d => d.Parameters).Append(ApiParameters.Language);

    /// <summary>Those of the query. The description lists them, and any other is refused.</summary>
    public static IEnumerable<ApiParameter> QueryOf(IEnumerable<object> metadata) => ParametersOf(metadata).Where(p => p.In == ParameterLocation.Query);

    /// <summary>A page for people and data for programs, at one address.</summary>
    /// <remarks>In this order: of several answers with one status, the generator describes the last.</remarks>
    public static RouteHandlerBuilder ProducesPageAnd<T>(this RouteHandlerBuilder route) =>
        route.Produces(StatusCodes.Status200OK, contentType: "text/html").Produces<T>();

    /// <summary>The formats of an endpoint's answer; where there are several kinds of success, those of the first. None: it has no body.</summary>
    public static OfferedFormats FormatsOf(IEnumerable<object> metadata)
    {
        var answers = metadata.OfType<IProducesResponseTypeMetadata>().Where(m => m.StatusCode is >= 200 and < 300).ToList();
        var first = answers.Where(a => a.StatusCode == answers.Min(m => m.StatusCode));
        return new([.. first.SelectMany(a => a.ContentTypes).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>A JSON body; another media type is answered with 415.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, JsonNode example) =>
        route.Accepts<object>(DeclaredBody.Json).WithMetadata(new DeclaredBody(DeclaredBody.Json, typeof(T), Example: example));

    /// <summary>The same with several examples, each under its name.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, IReadOnlyList<ExampleCommand> examples) =>
        route.Accepts<object>(DeclaredBody.Json).WithMetadata(new DeclaredBody(DeclaredBody.Json, typeof(T), Examples: examples));

    /// <summary>A form of several parts, read by hand.</summary>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route, params FormPart[] parts) =>
        route.WithMetadata(new DeclaredBody(DeclaredBody.Form, Parts: parts));
}

/// <summary>The metadata of an endpoint that declares parameters.</summary>
internal sealed record DeclaredParameters(IReadOnlyList<ApiParameter> Parameters);

/// <summary>The metadata of every endpoint: the formats in which it answers.</summary>
internal sealed record OfferedFormats(IReadOnlyList<string> Names);

/// <summary>The metadata of an endpoint that declares its body: a type with one or several examples, or the parts of a form.</summary>
internal sealed record DeclaredBody(
    string MediaType, Type? Type = null, JsonNode? Example = null, IReadOnlyList<ExampleCommand>? Examples = null, IReadOnlyList<FormPart>? Parts = null)
{
    public const string Json = "application/json";
    public const string Form = "multipart/form-data";
}

/// <summary>One part of a form.</summary>
/// <param name="Type">What is read from the part's JSON; null: the part is a file.</param>
internal sealed record FormPart(string Name, Type? Type = null, string? Description = null, bool Required = false);

/// <summary>How many members an object of this type has, whichever they are.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MemberCountAttribute(int count) : Attribute
{
    public int Count => count;
}

/// <summary>The limits that hold for every JSON body.</summary>
/// <param name="TextLength">Of a string.</param>
/// <param name="Items">Of a list or of an object with free names, where its meaning does not say otherwise.</param>
internal sealed record RequestLimits(int TextLength, int Items);
