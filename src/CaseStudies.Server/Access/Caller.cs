using System.Security.Claims;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace CaseStudies.Server.Access;

/// <summary>Who sent the request: a member of the organisation in the address, or somebody to whom it granted to read.</summary>
/// <param name="Granted">What a grant shows of the initiative in the address; null for a member.</param>
internal sealed record Caller(SubjectId By, Role Role, GrantLevel? Granted = null)
{
    /// <summary>Names, and notes about people. A reader sees neither.</summary>
    public bool MayReadPrivateTexts => Role >= Role.Recorder;

    /// <summary>Known once the policy of the route has been checked.</summary>
    public static Caller? Find(HttpContext context) => context.Features.Get<Caller>();

    /// <exception cref="InvalidOperationException">The route's policy does not ask for membership.</exception>
    public static Caller Of(HttpContext context) => Find(context) ?? throw new InvalidOperationException("The policy of this route asks for no membership.");
}

/// <summary>What is read from a signed-in principal.</summary>
internal static class Principal
{
    public const string Subject = "sub";

    /// <summary>The login name of an account, for our own pages to show its owner. Tokens carry none.</summary>
    public const string Login = "login";

    public static SubjectId SubjectOf(ClaimsPrincipal user) => new(user.FindFirstValue(Subject) ?? "");

    /// <summary>A key or a token came with the request, and no browser's session.</summary>
    public static bool IsProgram(ClaimsPrincipal user) =>
        user.Identity?.AuthenticationType is ApiKeyHandler.SchemeName or JwtBearerDefaults.AuthenticationScheme;

    /// <summary>The local user is an owner of every organisation. No token can say that.</summary>
    public static bool IsLocalUser(ClaimsPrincipal user) => user.Identity?.AuthenticationType == LocalUserHandler.SchemeName;
}
