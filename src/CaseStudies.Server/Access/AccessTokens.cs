using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using NodaTime;

namespace CaseStudies.Server.Access;

/// <summary>Which tokens of the identity provider are accepted, and what is taken from them: who it is, and nothing else (RFC 9068).</summary>
internal static class AccessTokens
{
    /// <summary>No single token can be called back, so none may be good for longer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    public static void Configure(JwtBearerOptions options, ProviderMetadata metadata, IConfiguration configuration)
    {
        options.MapInboundClaims = false;
        options.ConfigurationManager = metadata.Manager;
        var parameters = options.TokenValidationParameters;
        ProviderTokens.Restrict(parameters, metadata);
        // An ID token or a logout token is not for us, though it has the right issuer and key.
        parameters.ValidTypes = configuration["Authentication:TokenType"] is { Length: > 0 } type ? [type] : ["at+jwt", "application/at+jwt"];
        var (scopes, strengths) = (ProviderTokens.Listed(configuration["Authentication:Scope"]), ProviderTokens.Listed(configuration["Authentication:Acr"]));
        options.Events = new()
        {
            OnTokenValidated = c => TakeAsync(c, scopes, strengths),
            // Where the provider's keys cannot be had, nobody can be told that their token is wrong.
            OnAuthenticationFailed = c => metadata.ReadAsync(c.HttpContext.RequestAborted),
        };
    }

    /// <param name="scopes">Each of them the token must carry.</param>
    /// <param name="strengths">One of them the sign-in must have had; none: whichever.</param>
    private static async Task TakeAsync(TokenValidatedContext context, string[] scopes, string[] strengths)
    {
        var (token, cancellation) = ((JsonWebToken)context.SecurityToken, context.HttpContext.RequestAborted);
        var latest = (context.Options.TimeProvider ?? TimeProvider.System).GetUtcNow().UtcDateTime + ProviderTokens.Skew;
        if (ProviderTokens.DemandsMore(token))
            context.Fail("The token demands an extension that is not supported here (RFC 7515, section 4.1.11).");
        else if (token.ValidTo > latest + s_longest)
            context.Fail("The token is good for longer than a day.");
        else if (token.IssuedAt == default || token.IssuedAt > latest)
            context.Fail("The token does not say when it was issued (RFC 9068, section 2.2).");
        else if (scopes.Except(ProviderTokens.Words(token, "scope")).Any())
            context.Fail("The token was given for less than this server needs.");
        else if (strengths.Length > 0 && !strengths.Intersect(ProviderTokens.Words(token, "acr")).Any())
            context.Fail("The sign-in was not of the strength that this server needs (RFC 9470).");
        else if (token.Subject is not { Length: > 0 and <= Identities.MaximumSubject } subject)
            context.Fail("The token does not say who it is.");
        else
        {
            var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
            var member = await identities.IdOfAsync(token.Issuer, subject, cancellation);
            if (await identities.IsSignedOutAsync(member, Instant.FromDateTimeUtc(token.IssuedAt), cancellation))
                context.Fail("The person was signed out after the token was issued.");
            // Claims are not carried on: what a person may do here is our own record.
            context.Principal = new(new ClaimsIdentity([new(Principal.Subject, member.Value)], context.Scheme.Name, Principal.Subject, null));
        }
    }
}
