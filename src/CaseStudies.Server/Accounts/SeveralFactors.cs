using System.Security.Claims;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Where the operator asks for several factors, a session that was begun by a password alone reaches nothing but the page that sets up a second one. Its
/// account must then show it, or a passkey, at each sign-in. How strong a sign-in at the identity provider was, the provider says (<c>Authentication:Acr</c>).
/// </summary>
internal sealed class SeveralFactors(IConfiguration configuration)
{
    /// <summary>In a session: how it was begun (RFC 8176).</summary>
    private const string Way = "amr", Several = "mfa";

    /// <summary>Whether an account must have one besides the password.</summary>
    public bool AreRequired { get; } = SignIn.IsChosen(configuration, "Accounts:SecondFactor", "required", otherwise: "optional");

    /// <summary>What is added to a session that a passkey began, or a password and a code.</summary>
    public static Claim Shown { get; } = new(Way, Several);

    public bool AreMissing(ClaimsPrincipal user) => AreRequired && user.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme
        && user.HasClaim(c => c.Type == ClaimTypes.NameIdentifier) && !user.HasClaim(Way, Several);

    /// <summary>For routes that are open to everybody and look at the session by themselves.</summary>
    public async Task<IResult?> LeadAsync(HttpContext context) =>
        await context.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Principal: { } user } && AreMissing(user) ? Lead(context) : null;

    /// <summary>Behind authentication: asks of each route but those that are marked.</summary>
    public Task AskAsync(HttpContext context, RequestDelegate next) =>
        !AreMissing(context.User) || context.GetEndpoint()?.Metadata.GetMetadata<WithOne>() is not null ? next(context)
        : Negotiation.WantsPage(context.Request) ? Lead(context).ExecuteAsync(context)
        : Problem.Create("second-factor-required", StatusCodes.Status403Forbidden, new(
            "このサーバーでは、パスワードだけのサインインでは何もできません。ブラウザーで /account/second-factor を開き、"
            + "二段階認証を設定するか、認証アプリかパスキーを使ってサインインし直してください。",
            "On this server, nothing is open to a sign-in by a password alone. Open /account/second-factor in a browser and set up a second factor, "
            + "or sign in again with your app or passkey."), context).ExecuteAsync(context);

    private static SeeOther Lead(HttpContext context) => new(PageLinks.FromRequest(context.Request).SecondFactor);

    /// <summary>Marks the routes that set up a second factor, and the way out.</summary>
    internal sealed class WithOne;
}
