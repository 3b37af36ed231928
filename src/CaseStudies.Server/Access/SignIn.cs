using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace CaseStudies.Server.Access;

/// <summary>Chooses how people sign in: the local user by an explicit switch, or an authority that issues tokens.</summary>
internal static class SignIn
{
    /// <param name="embedded">The server runs on its own embedded database: the local user is on unless switched off.</param>
    /// <returns>Whether the local user is on.</returns>
    /// <exception cref="StartupException">Neither way is configured.</exception>
    public static bool AddSignIn(this IServiceCollection services, IConfiguration configuration, bool embedded)
    {
        services.AddPolicies();
        if (configuration.GetValue("LocalUser:Enabled", embedded))
        {
            services.AddAuthentication(LocalUserHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, LocalUserHandler>(LocalUserHandler.SchemeName, null);
            return true;
        }

        var authority = configuration["Authentication:Authority"] ?? throw new StartupException(
            "Nobody could sign in: LocalUser:Enabled is off and Authentication:Authority names no identity provider. "
            + "For one person on this machine set LocalUser__Enabled=true; for others set Authentication__Authority and Authentication__Audience.");
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(o =>
        {
            o.Authority = authority;
            o.Audience = configuration["Authentication:Audience"] ?? throw new StartupException("Authentication:Audience is missing: tokens for others would be accepted.");
            o.MapInboundClaims = false;
            o.TokenValidationParameters.NameClaimType = Principal.Subject;
        });
        return false;
    }
}

/// <summary>The server cannot start, and the message says what to do. No stack trace is shown.</summary>
internal sealed class StartupException(string message) : Exception(message);
