using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using Microsoft.AspNetCore.Authorization;
using NodaTime;

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

/// <summary>The organisation in the address, where there is one.</summary>
internal sealed record Asked(Slug Organisation);

/// <summary>
/// Checks the membership in the organisation of the address, or what it granted to the sender's organisations, with each request anew: whoever is removed is
/// out with the next one, on every node. No claim, header or body is considered.
/// </summary>
internal sealed class MembershipHandler(OrganisationReader organisations, SecurityLog log, IClock clock) : AuthorizationHandler<LeastRole, HttpContext>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, LeastRole requirement, HttpContext resource)
    {
        if (context.User.Identity?.IsAuthenticated != true || resource.GetRouteValue("org") is not string organisation || !Slug.IsValid(organisation))
            return;
        var by = Principal.SubjectOf(context.User);
        var isLocal = Principal.IsLocalUser(context.User);
        var state = isLocal ? null : await organisations.FindAsync(new(organisation), resource.RequestAborted);
        if (state is not null)
            resource.Features.Set(new Asked(new(organisation)));
        if ((isLocal ? Role.Owner : state?.RoleOf(by)) is not { } held)
        {
            if (requirement.Role == Role.Reader && state?.Grants is not null && await GrantedAsync(resource, state, by) is { } level)
            {
                resource.Features.Set(new Caller(by, Role.Reader, level));
                await log.NoteHourlyAsync(new(organisation), log.Of(resource, SecurityEvent.GrantUsed, about: resource.GetRouteValue("id")?.ToString()),
                    resource.RequestAborted);
                context.Succeed(requirement);
            }

            return;
        }

        resource.Features.Set(new Caller(by, held));
        if (held < requirement.Role)
            return;
        if (!isLocal && Principal.IsProgram(context.User))
            await log.NoteHourlyAsync(new(organisation), log.Of(resource, SecurityEvent.ProgramCame), resource.RequestAborted);
        context.Succeed(requirement);
    }

    /// <summary>What the organisation's grants show the sender of the initiative in the address; null: not this.</summary>
    private async Task<GrantLevel?> GrantedAsync(HttpContext resource, Organisation state, SubjectId by)
    {
        if (resource.GetEndpoint()?.Metadata.GetMetadata<ShownByGrant>() is not { } shown
            || resource.GetRouteValue("id") is not string id || !Slug.IsValid(id))
            return null;
        var now = clock.GetCurrentInstant();
        foreach (var grant in state.Grants!.Values.Where(g => g.Level >= shown.Least && g.Allows(by, new(id), now)).OrderByDescending(g => g.Level))
        {
            // A program acts in its own organisation alone.
            if (await organisations.FindAsync(grant.Funder, resource.RequestAborted) is { } funder && funder.RoleOf(by) is not null && !funder.IsProgram(by))
                return grant.Level;
        }

        return null;
    }
}
