using System.Security.Claims;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authorization;

namespace CaseStudies.Server.Access;

/// <summary>The policies. Every route names one; a route without one is refused to everybody.</summary>
internal static class Policies
{
    /// <summary>For answers without data about anybody: health, the API description.</summary>
    public const string Public = "public";

    /// <summary>For everybody who is signed in; the answer contains only what belongs to them.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>For members of the organisation in the address.</summary>
    public const string Member = "member";

    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, MembershipHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Public, p => p.RequireAssertion(_ => true))
            .AddPolicy(SignedIn, p => p.RequireAuthenticatedUser())
            .AddPolicy(Member, p => p.RequireAuthenticatedUser().AddRequirements(new Membership()))
            // Without a matching route the answer is 404, 405 or 415 and tells nothing. A route without a policy is closed.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(c => c.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
                .Build());
    }
}

internal sealed class Membership : IAuthorizationRequirement;

/// <summary>Checks membership in the organisation of the address. No header or body is considered.</summary>
internal sealed class MembershipHandler : AuthorizationHandler<Membership, HttpContext>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Membership requirement, HttpContext resource)
    {
        if (resource.GetRouteValue("org") is string organisation && Slug.IsValid(organisation) && Principal.IsMember(context.User, new(organisation)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>What is read from a signed-in principal.</summary>
internal static class Principal
{
    public const string Subject = "sub";

    /// <summary>One claim per organisation, with its key as the value.</summary>
    public const string Organisation = "organisation";

    /// <summary>Set for the local user only.</summary>
    public const string EveryOrganisation = "*";

    public static bool IsMember(ClaimsPrincipal user, Slug organisation) =>
        user.HasClaim(c => c.Type == Organisation && (c.Value == organisation.Value || IsEverywhere(c)));

    /// <summary>Senders of changes are named in stored data, so a subject that could be a name is refused before anything is read.</summary>
    /// <exception cref="SubjectNotOpaqueException">As for <see cref="SubjectOf"/>.</exception>
    public static void DemandOpaque(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && context.User.Identity?.IsAuthenticated == true)
            SubjectOf(context.User);
    }

    /// <exception cref="SubjectNotOpaqueException">The subject is not an opaque id.</exception>
    public static SubjectId SubjectOf(ClaimsPrincipal user)
    {
        try
        {
            return new(user.FindFirstValue(Subject) ?? "");
        }
        catch (FormatException)
        {
            throw new SubjectNotOpaqueException();
        }
    }

    /// <summary>Drops claims of the identity provider that would grant every organisation.</summary>
    private static bool IsEverywhere(Claim claim) => claim.Value == EveryOrganisation && claim.Subject?.AuthenticationType == LocalUserHandler.SchemeName;
}
