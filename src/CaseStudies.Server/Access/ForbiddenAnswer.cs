using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CaseStudies.Server.Access;

/// <summary>
/// Answers those whom a policy refuses. A member is told which role is needed. To everybody else the organisation looks as if it did not exist.
/// </summary>
internal sealed class ForbiddenAnswer(SecurityLog log, SecurityLogWork work) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _otherwise = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden || policy.Requirements.OfType<LeastRole>().MaxBy(l => l.Role) is not { } needed)
            return _otherwise.HandleAsync(next, context, policy, authorizeResult);
        var caller = Caller.Find(context);
        if (context.Features.Get<Asked>() is { } asked)
        {
            var note = log.Of(context, SecurityEvent.AccessRefused, about: (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            work.NoteRefusal(asked.Organisation, note);
        }

        var answer = caller is not null ? Problem.FromRefusal(Refusals.RoleInsufficient(caller.Role, needed.Role), context) : Problem.NotFound(context);
        return answer.ExecuteAsync(context);
    }
}
