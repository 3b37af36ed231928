using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Gives somebody a role in the organisation: a new member, or a member with another role so far.</summary>
internal static class GiveRole
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/members/{member}", (HttpContext context, OrganisationRecorder recorder, string org, string member) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.GiveRoleAsync(new(org), sent.Member, sent.Role, sent.Cause, sent.Command, canonical, actor, stop),
            CaptureEndpoints.Target.OfMember(member)))
        .WithName("giveRole").Noted(SecurityEvent.MembersChanged)
        .WithSummary("メンバーを加える、または役割を変える / Add a member, or change a member's role")
        .TakesJson<Sent>(RequestExamples.GiveRole).AnswersNothing();

    /// <summary>What is sent; the address names the member.</summary>
    /// <param name="Cause">Why the role changes. A new member needs none.</param>
    internal sealed record Sent(CommandId Command, Role Role, MembershipCause? Cause = null);

    internal sealed record Body(CommandId Command, MemberId Member, Role Role, MembershipCause? Cause = null);
}
