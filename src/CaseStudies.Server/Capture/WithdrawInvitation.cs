using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Makes the link of an invitation useless. Whoever has joined by it already stays a member.</summary>
internal static class WithdrawInvitation
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/invitations/{invitation:guid}/withdrawal", (HttpContext context, OrganisationRecorder recorder, string org, Guid invitation) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.WithdrawAsync(new(org), sent.Invitation, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfInvitation(invitation)))
        .WithName("withdrawInvitation").Noted(SecurityEvent.MembersChanged)
        .WithSummary("招待を取り消す / Withdraw an invitation")
        .TakesJson<Sent>(RequestExamples.WithdrawInvitation).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the invitation.</summary>
    internal sealed record Sent(CommandId Command, MembershipCause Cause);

    internal sealed record Body(CommandId Command, InvitationId Invitation, MembershipCause Cause);
}
