using System.Security.Claims;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseStudies.Server.Access;

/// <summary>Which tokens of the identity provider are accepted, and what is taken from them: who it is, and nothing else (RFC 9068).</summary>
internal static class AccessTokens
{
    /// <summary>A token cannot be called back, so none may be good for longer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>With a shared secret, whoever can check a token could make one (RFC 8725, section 3.1).</summary>
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(30);

    /// <summary>How soon a key that the provider withdrew is no longer accepted; the library allows no less.</summary>
    private static readonly TimeSpan s_refresh = TimeSpan.FromMinutes(5);

    public static void Configure(JwtBearerOptions options, IConfiguration configuration)
    {
        options.MapInboundClaims = false;
        options.AutomaticRefreshInterval = s_refresh;
        var parameters = options.TokenValidationParameters;
        (parameters.NameClaimType, parameters.ClockSkew) = (Principal.Subject, s_skew);
        parameters.ValidAlgorithms = s_algorithms;
        // An ID token or a logout token is not for us, though it has the right issuer and key.
        parameters.ValidTypes = configuration["Authentication:TokenType"] is { Length: > 0 } type ? [type] : ["at+jwt", "application/at+jwt"];
        options.Events = new() { OnTokenValidated = TakeAsync, OnAuthenticationFailed = TellOutageAsync };
    }

    private static async Task TakeAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        if (token.TryGetHeaderValue<object>("crit", out _))
            context.Fail("The token demands an extension that is not supported here (RFC 7515, section 4.1.11).");
        else if (token.ValidTo > (context.Options.TimeProvider ?? TimeProvider.System).GetUtcNow().UtcDateTime + s_longest + s_skew)
            context.Fail("The token is good for longer than a day.");
        else if (token.Subject is not { Length: > 0 and <= Identities.MaximumSubject } subject)
            context.Fail("The token does not say who it is.");
        else
        {
            var identities = context.HttpContext.RequestServices.GetRequiredService<Identities>();
            var member = await identities.IdOfAsync(token.Issuer, subject, context.HttpContext.RequestAborted);
            // Claims are not carried on: what a person may do here is our own record.
            context.Principal = new(new ClaimsIdentity([new(Principal.Subject, member.Value)], context.Scheme.Name, Principal.Subject, null));
        }
    }

    /// <summary>Where the provider's keys cannot be had, nobody can be told that their token is wrong.</summary>
    private static async Task TellOutageAsync(AuthenticationFailedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ProviderUnreachableException(e);
        }
    }
}
