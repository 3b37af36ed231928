using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;
using NodaTime;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Capture;

/// <summary>Supersedes an entry; the old content stays visible with its interval.</summary>
internal static class CorrectEntryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/entries/{entry:guid}/corrections", (HttpContext context, Recorder recorder, string org, string id, Guid entry) =>
            CaptureEndpoints.RecordAsync(context, recorder, "correct", org, id, StatusCodes.Status200OK, CaptureEndpoints.Target.Entry(entry)))
        .WithName("correctEntry")
        .WithSummary("記録を理由とともに訂正する / Correct an entry, with a reason")
        .TakesJson<Body>(RequestExamples.CorrectEntry).Takes(ApiParameters.IfMatch)
        .Answers(StatusCodes.Status200OK, 404, 412, 428);

    /// <summary>As <see cref="CorrectEntry"/>, without the entry, which the address names. For the description only.</summary>
    internal sealed record Body(
        CommandId Command, InitiativeFact Replacement, SentReason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null);
}

/// <summary>A reason as it is sent: the note is plain text here and goes to the vault. For the description only.</summary>
internal sealed record SentReason(ReasonCode Code, string? Note = null);
