using System.Text.Encodings.Web;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Access;

/// <summary>Which ways of signing in the configuration allows. Accounts of our own are a way as soon as there is one.</summary>
/// <param name="Client">Null: of the provider we take tokens only, and browsers do not sign in there.</param>
internal sealed record SignInWays(bool LocalUser, bool Provider, ProviderClient? Client);

/// <summary>
/// The default scheme: a program's key, else a token of the provider, else the session of an account, else the local user while there are no accounts.
/// Routes for everybody ask nobody who they are, so that they answer without the database.
/// </summary>
internal sealed class AnyWayHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SignInWays ways, IAccounts accounts,
    SecurityLog log)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "any-way";

    /// <summary>Where people sign in.</summary>
    public const string SignInPath = "/sign-in";

    private bool HasToken => ways.Provider && Request.Headers.Authorization.Any(a => a?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [{ Policy: Policies.Public }])
            return AuthenticateResult.NoResult();
        if (ApiKeyHandler.IsMeant(Request))
            return Told(await Context.AuthenticateAsync(ApiKeyHandler.SchemeName));
        if (HasToken)
            return Told(await Context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme));
        if (await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true } session)
            return session;
        return await IsLocalUserAsync()
            ? await Context.AuthenticateAsync(LocalUserHandler.SchemeName)
            : AuthenticateResult.NoResult();
    }

    private AuthenticateResult Told(AuthenticateResult result)
    {
        if (!result.Succeeded)
            log.NoteOfNobody(log.Of(Context, SecurityEvent.SignInFailed));
        return result;
    }

    /// <summary>A browser is led to where it can sign in, if anybody can there; a program is told.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Negotiation.WantsPage(Request) && !HasToken && (ways.Client is not null || await accounts.ExistAsync(Context.RequestAborted)))
        {
            var here = Request.Path.ToUriComponent() + Request.QueryString.ToUriComponent();
            Response.StatusCode = StatusCodes.Status303SeeOther;
            Response.Headers[HeaderNames.Location] = $"{Request.PathBase.ToUriComponent()}{SignInPath}{QueryString.Create("return", here)}";
        }
        else if (await IsLocalUserAsync())
        {
            await Context.ChallengeAsync(LocalUserHandler.SchemeName);
        }
        else if (ways.Provider)
        {
            await Context.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme);
        }
        else
        {
            await base.HandleChallengeAsync(properties);
        }
    }

    private async ValueTask<bool> IsLocalUserAsync() => ways.LocalUser && !await accounts.ExistAsync(Context.RequestAborted);
}
