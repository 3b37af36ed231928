using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>What the endpoints have in common that say something of an organisation as a whole.</summary>
internal static class OrganisationCommands
{
    /// <param name="target">What the address names; it becomes part of the command.</param>
    /// <param name="understand">Writes what people type otherwise in the form of the contract, once the command is known by its bytes.</param>
    public static async Task<(T Sent, byte[] Canonical)> ReadAsync<T>(
        HttpRequest request, CaptureEndpoints.Target? target = null, Action<JsonObject>? understand = null)
    {
        var body = await JsonBodyReader.ReadAsync(request, request.HttpContext.RequestAborted);
        target?.PutInto(body);
        SentIds.WritePlainly(body, typeof(T));
        var canonical = CanonicalJson.Bytes(body);
        understand?.Invoke(body);
        return (ContractValidator.Read<T>(body), canonical);
    }

    /// <summary>Reads what is said, has it recorded, and answers with nothing or the refusal.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<IResult> RecordAsync<T>(
        HttpContext context, Func<T, byte[], Actor, CancellationToken, Task<Refusal?>> record, CaptureEndpoints.Target? target = null,
        Action<JsonObject>? understand = null)
    {
        var (sent, canonical) = await ReadAsync<T>(context.Request, target, understand);
        var refusal = await record(sent, canonical, Actor.OverHttp(context), context.RequestAborted);
        return refusal is null ? Results.NoContent() : Problem.FromRefusal(refusal, context);
    }

    /// <summary>Declares the answers of those that answer with nothing.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder route) => route.Produces(StatusCodes.Status204NoContent).MayBeRefused();

    /// <summary>Declares the refusals that all of them share.</summary>
    public static RouteHandlerBuilder MayBeRefused(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[400, 401, 403, 409, 413, 415, 422, 503])
            route.ProducesProblem(status);
        return route;
    }
}
