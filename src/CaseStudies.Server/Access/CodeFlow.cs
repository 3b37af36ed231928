using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CaseStudies.Server.Access;

/// <summary>
/// How a browser signs in at the identity provider: the code flow of OpenID Connect with PKCE, state and nonce. What is taken from the ID token is who it is;
/// no token is kept.
/// </summary>
internal static class CodeFlow
{
    public const string SchemeName = "provider";

    /// <summary>Where it begins.</summary>
    public const string Path = "/sign-in/provider";

    /// <summary>Where the provider sends the browser back to, with a code.</summary>
    public const string AnswerPath = Path + "/answer";

    /// <summary>The provider's name for its own session, by which it says that it is over.</summary>
    public const string Session = "sid";

    public const string Issuer = "iss";

    /// <summary>In the state, which only we can read and which is bound to the browser.</summary>
    private const string Nonce = "nonce";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    public static void Configure(OpenIdConnectOptions options, ProviderClient client, ProviderMetadata metadata, IConfiguration configuration)
    {
        var strengths = ProviderTokens.Listed(configuration["Authentication:Acr"]);
        (options.ClientId, options.ClientSecret) = (client.Id, client.Secret);
        (options.ConfigurationManager, options.Backchannel) = (metadata.Manager, metadata.Client);
        // Answered in the address, to which a browser adds cookies that are SameSite=Lax; a form of another site's page would need None.
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        options.CallbackPath = AnswerPath;
        // The provider tells us by the back channel that somebody has left. A frame in a page of another site has no cookie, and anybody could make one.
        (options.SignedOutCallbackPath, options.RemoteSignOutPath) = (default, default);
        options.SignInScheme = IdentityConstants.ApplicationScheme;
        options.Scope.Clear();
        options.Scope.Add("openid");
        (options.MapInboundClaims, options.DisableTelemetry, options.RemoteAuthenticationTimeout) = (false, true, s_patience);
        options.ClaimActions.Clear();
        (options.CorrelationCookie.Path, options.CorrelationCookie.SameSite) = ("/", SameSiteMode.Lax);
        (options.CorrelationCookie.HttpOnly, options.CorrelationCookie.SecurePolicy) = (true, CookieSecurePolicy.SameAsRequest);
        options.TokenHandler = new IdTokenHandler(strengths);
        var parameters = options.TokenValidationParameters;
        ProviderTokens.Restrict(parameters, metadata);
        (parameters.ValidAudience, parameters.TypeValidator) = (client.Id, ProviderTokens.TypeIs(null));
        options.ProtocolValidator.RequireNonce = false; // the framework's own would be in a cookie of a name that we cannot choose
        options.Events.OnRedirectToIdentityProvider = c =>
        {
            c.Properties.Items[Nonce] = c.ProtocolMessage.Nonce = c.Options.ProtocolValidator.GenerateNonce();
            if (strengths.Length > 0)
                c.ProtocolMessage.AcrValues = string.Join(' ', strengths);
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = Take;
    }

    private static Task Take(TokenValidatedContext context)
    {
        // The framework compares them.
        context.Nonce = context.Properties!.Items[Nonce];
        var token = context.SecurityToken;
        // Claims are not carried on: what a person may do here is our own record.
        context.Principal = new(new ClaimsIdentity(
            token.Claims.Where(c => c.Type is Issuer or Principal.Subject or Session).Select(c => new Claim(c.Type, c.Value)), SchemeName));
        return Task.CompletedTask;
    }

    /// <summary>
    /// What the framework leaves open: a signature is needed also where the token came straight from the provider, and a token that is for others too must have
    /// been made for us.
    /// </summary>
    private sealed class IdTokenHandler(string[] strengths) : JsonWebTokenHandler
    {
        public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            ArgumentNullException.ThrowIfNull(validationParameters);
            validationParameters.RequireSignedTokens = true;
            var result = await base.ValidateTokenAsync(token, validationParameters);
            return result.IsValid && Wrong((JsonWebToken)result.SecurityToken, validationParameters.ValidAudience) is { } wrong
                ? new() { IsValid = false, Exception = new SecurityTokenValidationException(wrong) } : result;
        }

        private string? Wrong(JsonWebToken token, string client) =>
            ProviderTokens.DemandsMore(token) ? "The token demands an extension that is not supported here."
            : token.Audiences.Count() > 1 && token.Azp != client ? "The token was made for another client."
            : strengths.Length > 0 && !strengths.Intersect(ProviderTokens.Words(token, "acr")).Any() ? "The sign-in was too weak."
            : token.Subject is not { Length: > 0 and <= ProviderTokens.MaximumId } ? "The token does not say who it is."
            : token.Claims.Any(c => c.Type == Session && c.Value.Length > ProviderTokens.MaximumId) ? "The session's name is too long."
            : null;
    }
}
