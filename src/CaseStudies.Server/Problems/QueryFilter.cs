using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Problems;

/// <summary>Refuses a parameter of the query that the endpoint does not read: ignored, it would leave a figure that is not the one asked for.</summary>
internal sealed class QueryFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Query.Count > 0 && Check(context.HttpContext) is { } refused ? new(refused) : next(context);

    /// <returns>Null if the endpoint takes what was asked.</returns>
    /// <exception cref="MalformedException">A parameter stands there twice.</exception>
    private static IResult? Check(HttpContext context)
    {
        IReadOnlyList<string> takes = [.. EndpointDeclarations.QueryOf(context.GetEndpoint()!.Metadata).Select(p => p.Name)];
        foreach (var (name, values) in context.Request.Query)
        {
            // As it is documented: links carry only names that are written so.
            if (!takes.Contains(name, StringComparer.Ordinal))
                return Problem.Create("parameter-unknown", StatusCodes.Status400BadRequest, Unknown(name, takes), context,
                    more: new Dictionary<string, object?> { ["takes"] = takes });
            if (values.Count > 1)
                throw new MalformedException(new($"{name} は一つだけ書いてください。", $"Give '{name}' only once."));
        }

        return null;
    }

    private static PublicText Unknown(string name, IReadOnlyList<string> takes)
    {
        var (ja, en) = NearestWords.IsQuotable(name)
            ? ($"「{name}」というパラメーターは、ここでは使えません。", $"There is no parameter '{name}' here.")
            : ("アドレスに、ここでは使えないパラメーターがあります。", "The address has a parameter that does not exist here.");
        if (NearestWords.To(name, takes) is [var likely, ..])
            (ja, en) = ($"{ja}「{likely}」の誤りではありませんか。", $"{en} Did you mean '{likely}'?");
        return new($"{ja}使えるのは次のとおりです:{string.Join("、", takes)}。", $"{en} This address takes: {string.Join(", ", takes)}.");
    }
}
