using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Takes somebody out of the organisation. What they recorded stays.</summary>
internal static class RemoveMember
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/members/{member}/removal", (HttpContext context, OrganisationRecorder recorder, string org, string member) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.RemoveAsync(new(org), sent.Member, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfMember(member)))
        .WithName("removeMember").Noted(SecurityEvent.MembersChanged)
        .WithSummary("メンバーを外す(記録は残る) / Remove a member; what they recorded stays")
        .TakesJson<Sent>(RequestExamples.RemoveMember).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the member.</summary>
    internal sealed record Sent(CommandId Command, MembershipCause Cause);

    internal sealed record Body(CommandId Command, MemberId Member, MembershipCause Cause);
}
