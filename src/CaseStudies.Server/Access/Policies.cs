using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using Microsoft.AspNetCore.Authorization;

namespace CaseStudies.Server.Access;

/// <summary>The policies. Every route names one; a route without one is refused to everybody.</summary>
internal static class Policies
{
    /// <summary>For answers without data about anybody: health, the API description.</summary>
    public const string Public = "public";

    /// <summary>For everybody who is signed in; the answer contains only what belongs to them.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>For members of the organisation in the address whose role is at least this one.</summary>
    public static string Least(Role role) => $"least-{role}";

    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, MembershipHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ForbiddenAnswer>();
        var policies = services.AddAuthorizationBuilder()
            .AddPolicy(Public, p => p.RequireAssertion(_ => true))
            .AddPolicy(SignedIn, p => p.RequireAuthenticatedUser())
            // Without a matching route the answer is 404, 405 or 415 and tells nothing. A route without a policy is closed.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(c => c.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
                .Build());
        foreach (var role in Enum.GetValues<Role>())
            policies.AddPolicy(Least(role), p => p.RequireAuthenticatedUser().AddRequirements(new LeastRole(role)));
    }
}

internal sealed record LeastRole(Role Role) : IAuthorizationRequirement;

/// <summary>
/// Checks the membership in the organisation of the address, with each request anew: whoever is removed is out with the next one, on every node. No
/// claim, header or body is considered.
/// </summary>
internal sealed class MembershipHandler(OrganisationReader organisations) : AuthorizationHandler<LeastRole, HttpContext>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, LeastRole requirement, HttpContext resource)
    {
        if (context.User.Identity?.IsAuthenticated != true || resource.GetRouteValue("org") is not string organisation || !Slug.IsValid(organisation))
            return;
        var by = Principal.SubjectOf(context.User);
        var role = Principal.IsLocalUser(context.User)
            ? Role.Owner
            : (await organisations.FindAsync(new(organisation), resource.RequestAborted))?.RoleOf(by);
        if (role is not { } held)
            return;
        resource.Features.Set(new Caller(by, held));
        if (held >= requirement.Role)
            context.Succeed(requirement);
    }
}
