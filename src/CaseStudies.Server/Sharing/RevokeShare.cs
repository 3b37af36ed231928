using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Sharing;

/// <summary>Makes a share link useless. With the next request it shows nothing.</summary>
internal static class RevokeShare
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/shares/{share:guid}/revocation", (HttpContext context, OrganisationRecorder recorder, string org, Guid share) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.RevokeShareAsync(new(org), sent.Share, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfShare(share)))
        .WithName("revokeShare").Noted(SecurityEvent.GrantsChanged)
        .WithSummary("共有リンクを取り消す / Revoke a share link")
        .TakesJson<Sent>(RequestExamples.RevokeShare).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the share.</summary>
    internal sealed record Sent(CommandId Command, GrantCause Cause);

    internal sealed record Body(CommandId Command, ShareId Share, GrantCause Cause);
}
