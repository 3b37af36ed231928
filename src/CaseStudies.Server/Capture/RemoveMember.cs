using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Takes somebody out of the organisation. What they recorded stays.</summary>
internal static class RemoveMember
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/members/{member}/removal", async (HttpContext context, OrganisationRecorder recorder, string org, string member) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Body>(context.Request, CaptureEndpoints.Target.OfMember(member));
            var refusal = await recorder.RemoveAsync(
                new(org), sent.Member, sent.Cause, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.NoContent() : Problem.FromRefusal(refusal, context);
        })
        .WithName("removeMember").Noted(SecurityEvent.MembersChanged)
        .WithSummary("メンバーを外す(記録は残る) / Remove a member; what they recorded stays")
        .TakesJson<Sent>(RequestExamples.RemoveMember).AnswersNothing().ProducesProblem(404);

    /// <summary>What is sent; the address names the member.</summary>
    internal sealed record Sent(CommandId Command, MembershipCause Cause);

    internal sealed record Body(CommandId Command, MemberId Member, MembershipCause Cause);
}
