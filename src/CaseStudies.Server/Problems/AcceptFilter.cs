using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Problems;

/// <summary>Refuses before anything is done where the client takes none of the formats that the endpoint declares.</summary>
internal sealed class AcceptFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Check(context.HttpContext, context.HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<OfferedFormats>().Names) is { } refused
            ? new(refused)
            : next(context);

    /// <summary>For the filter, and for an endpoint that knows only then which of its formats it will answer in.</summary>
    /// <param name="offered">None: the answer has no body.</param>
    /// <returns>Null if the client takes one of them.</returns>
    public static IResult? Check(HttpContext context, IReadOnlyList<string> offered) => offered.Count == 0 || Negotiation.Takes(context.Request, offered)
        ? null
        : Problem.Create("not-acceptable", StatusCodes.Status406NotAcceptable, new(
            $"Accept にある形式では返せません。返せる形式は次のとおりです:{string.Join("、", offered)}。",
            $"The formats in Accept are not offered here. This answer comes as: {string.Join(", ", offered)}."),
            context, more: new Dictionary<string, object?> { ["offered"] = offered });
}
