using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Takes an entry out of force; it stays visible with its interval.</summary>
internal static class WithdrawEntryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/entries/{entry:guid}/withdrawal", (HttpContext context, Recorder recorder, string org, string id, Guid entry) =>
            CaptureEndpoints.RecordAsync(context, recorder, "withdraw", org, id, StatusCodes.Status200OK, CaptureEndpoints.Target.Entry(entry)))
        .WithName("withdrawEntry")
        .WithSummary("記録を理由とともに取り消す / Withdraw an entry, with a reason")
        .TakesJson<Body>(RequestExamples.WithdrawEntry).Takes(ApiParameters.IfMatch)
        .Answers(StatusCodes.Status200OK, 404, 412, 428);

    internal sealed record Body(CommandId Command, SentReason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null);
}
