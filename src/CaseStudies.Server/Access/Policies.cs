using System.Security.Claims;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authorization;

namespace CaseStudies.Server.Access;

/// <summary>Who may do what. Every route names one of these; a route that names none is refused to everybody.</summary>
internal static class Policies
{
    /// <summary>Answers tell nothing about anybody: health, the API's description.</summary>
    public const string Public = "public";

    /// <summary>Anybody who is signed in; the answer holds only what belongs to them.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Members of the organisation that the address names.</summary>
    public const string Member = "member";

    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, MembershipHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Public, p => p.RequireAssertion(_ => true))
            .AddPolicy(SignedIn, p => p.RequireAuthenticatedUser())
            .AddPolicy(Member, p => p.RequireAuthenticatedUser().AddRequirements(new Membership()))
            // Where no route matched, the answer is 404, 405 or 415 and tells nothing; a route without a policy is closed.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(c => c.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }
}

internal sealed class Membership : IAuthorizationRequirement;

/// <summary>The address names the organisation, the principal's membership there decides; no header or body has a say.</summary>
internal sealed class MembershipHandler : AuthorizationHandler<Membership, HttpContext>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Membership requirement, HttpContext resource)
    {
        if (resource.GetRouteValue("org") is string organisation && Slug.IsValid(organisation) && Principal.IsMember(context.User, new(organisation)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>What we read off a signed-in principal.</summary>
internal static class Principal
{
    public const string Subject = "sub";

    /// <summary>One claim for each organisation; its value is the organisation's key.</summary>
    public const string Organisation = "organisation";

    /// <summary>Only the local user has it.</summary>
    public const string EveryOrganisation = "*";

    public static bool IsMember(ClaimsPrincipal user, Slug organisation) =>
        user.HasClaim(c => c.Type == Organisation && (c.Value == organisation.Value || IsEverywhere(c)));

    /// <summary>Whoever would change something is named in what is stored, so a subject that could be a name is refused before anything is read.</summary>
    /// <exception cref="SubjectNotOpaqueException">As for <see cref="SubjectOf"/>.</exception>
    public static void DemandOpaque(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && context.User.Identity?.IsAuthenticated == true)
            SubjectOf(context.User);
    }

    /// <exception cref="SubjectNotOpaqueException">The identity provider's subject is no opaque id.</exception>
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

    /// <summary>An identity provider may pass on words that people chose; none of them opens every door.</summary>
    private static bool IsEverywhere(Claim claim) => claim.Value == EveryOrganisation && claim.Subject?.AuthenticationType == LocalUserHandler.SchemeName;
}
