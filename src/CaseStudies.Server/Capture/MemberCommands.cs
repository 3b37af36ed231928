using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>What the two have in common. The address names the member, who becomes part of the command.</summary>
internal static class MemberCommands
{
    /// <param name="Cause">Why the role changes. A new member needs none.</param>
    internal sealed record RoleSent(CommandId Command, Role Role, MembershipCause? Cause = null);

    internal sealed record RemovalSent(CommandId Command, MembershipCause Cause);

    public static async Task<(T Sent, byte[] Canonical)> ReadAsync<T>(HttpRequest request, string member)
    {
        var body = await JsonBodyReader.ReadAsync(request, request.HttpContext.RequestAborted);
        if (!body.TryAdd("member", JsonValue.Create(member)))
        {
            throw new MalformedException(new("メンバーはアドレスで指定します。内容の member は取り除いてください。",
                "The address names the member. Leave 'member' out of the body."), "/member");
        }

        SentIds.WritePlainly(body, typeof(T));
        var canonical = CanonicalJson.Bytes(body);
        return (ContractValidator.Read<T>(body), canonical);
    }

    public static RouteHandlerBuilder AnswersMember(this RouteHandlerBuilder route) => route.Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
        .ProducesProblem(503);
}
