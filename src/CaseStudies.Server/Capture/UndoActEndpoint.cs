using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Takes back all that one act did, and says why. What has been changed since stays, and the undoing is refused.</summary>
internal static class UndoActEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/acts/{act:guid}/undo", (HttpContext context, Recorder recorder, string org, string id, Guid act) =>
            CaptureEndpoints.RecordAsync(context, recorder, "undo", org, id, StatusCodes.Status200OK, CaptureEndpoints.Target.Act(act)))
        .WithName("undoAct")
        .WithSummary("一つの操作を元に戻す(記録・訂正・取り消し・元に戻す操作) / Undo an act: facts, corrections, withdrawals or an undo")
        .TakesJson<Body>(RequestExamples.UndoAct)
        .Answers(StatusCodes.Status200OK, 404, 412);

    /// <summary>As <see cref="Domain.Initiatives.UndoAct"/>, without the act, which the address names. For the description only.</summary>
    internal sealed record Body(CommandId Command, SentReason Reason, Instant? CapturedAt = null);
}
