using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Takes a grant back. With the next request its funder sees nothing more.</summary>
internal static class RevokeGrant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/grants/{grant:guid}/revocation", (HttpContext context, OrganisationRecorder recorder, string org, Guid grant) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.RevokeGrantAsync(new(org), sent.Grant, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfGrant(grant)))
        .WithName("revokeGrant").Noted(SecurityEvent.GrantsChanged)
        .WithSummary("閲覧の許可を取り消す / Revoke a grant")
        .TakesJson<Sent>(RequestExamples.RevokeGrant).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the grant.</summary>
    internal sealed record Sent(CommandId Command, GrantCause Cause);

    internal sealed record Body(CommandId Command, GrantId Grant, GrantCause Cause);
}
