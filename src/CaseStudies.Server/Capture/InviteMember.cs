using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Makes a link with which somebody joins the organisation in a role. It is shown once, and works once within seven days.</summary>
internal static class InviteMember
{
    public static PublicText ShownOnce { get; } = new(
        "この操作の招待はすでに作られました。リンクが示されるのは一度だけです。受け取れなかったときは、その招待を取り消して、もう一度招待してください。",
        "This command has made its invitation already, and a link is shown only once. If you did not get it, withdraw that invitation and invite again.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/invitations", async (HttpContext context, OrganisationRecorder recorder, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Sent>(context.Request);
            var (secret, id) = LinkSecret.New();
            var (made, refusal) = await recorder.InviteAsync(
                new(org), new(id), sent.Role, sent.Cause, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is not null ? Problem.FromRefusal(refusal, context)
                : made is null ? Problem.Create("link-shown-once", StatusCodes.Status409Conflict, ShownOnce, context)
                : Results.Json(
                    new Made(made.Invitation, LinkSecret.Link(context.Request, LinkSecret.Join, new(org), secret), made.Role, made.Until),
                    DomainJson.Options, statusCode: StatusCodes.Status201Created);
        })
        .WithName("inviteMember").Noted(SecurityEvent.MembersChanged)
        .WithSummary("招待のリンクを作る(表示は一度だけ) / Make a link with which somebody joins; it is shown once")
        .TakesJson<Sent>(RequestExamples.InviteMember).Produces<Made>(StatusCodes.Status201Created).MayBeRefused();

    /// <param name="Cause">Why, if the owner wants to say so.</param>
    internal sealed record Sent(CommandId Command, Role Role, MembershipCause? Cause = null);

    /// <param name="Link">To be given to whoever is invited, and to nobody else.</param>
    internal sealed record Made(InvitationId Invitation, string Link, Role Role, Instant Until);
}
