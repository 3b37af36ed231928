using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Takes back a part of what a grant allows.</summary>
internal static class NarrowGrant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/grants/{grant:guid}/narrowing", (HttpContext context, OrganisationRecorder recorder, string org, Guid grant) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.NarrowGrantAsync(new(org), sent.Grant, sent.Initiatives, sent.Level, sent.Until, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfGrant(grant)))
        .WithName("narrowGrant").Noted(SecurityEvent.GrantsChanged)
        .WithSummary("閲覧の許可を狭める / Narrow a grant")
        .TakesJson<Sent>(RequestExamples.NarrowGrant).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the grant.</summary>
    /// <param name="Initiatives">Left out: those of before.</param>
    /// <param name="Until">Left out: as before.</param>
    internal sealed record Sent(
        CommandId Command, GrantLevel Level, GrantCause Cause, ImmutableArray<Slug>? Initiatives = null, Instant? Until = null);

    internal sealed record Body(
        CommandId Command, GrantId Grant, GrantLevel Level, GrantCause Cause, ImmutableArray<Slug>? Initiatives = null, Instant? Until = null);
}
