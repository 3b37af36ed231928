using CaseStudies.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace CaseStudies.Server.Access;

/// <summary>Configures sign-in: the local user by an explicit setting, or an authority that issues tokens.</summary>
internal static class SignIn
{
    /// <param name="embedded">Whether the server uses its embedded database; the local user is then on unless switched off.</param>
    /// <returns>Whether the local user is on.</returns>
    /// <exception cref="StartupException">Neither is configured, or not safely.</exception>
    public static bool AddSignIn(this IServiceCollection services, IConfiguration configuration, bool embedded)
    {
        services.AddPolicies();
        services.AddSingleton<ApiKeys>();
        if (Switch(configuration, "LocalUser:Enabled", embedded))
        {
            services.AddSingleton(new LocalKey(configuration));
            services.AddAuthentication(LocalUserHandler.SchemeName).AddKeys()
                .AddScheme<AuthenticationSchemeOptions, LocalUserHandler>(LocalUserHandler.SchemeName, o => o.ForwardDefaultSelector = Forwarded);
            return true;
        }

        var (authority, https) = Authority(configuration);
        var audience = configuration["Authentication:Audience"] is { Length: > 0 } named
            ? named
            : throw new StartupException(new(
                "Authentication:Audience がないため、ほかのサービス向けに発行されたトークンも受け付けてしまいます。"
                + "認証サービスに登録したこのサーバーの名前を Authentication__Audience に設定してください。",
                "Authentication:Audience is missing: tokens issued for other services would be accepted. "
                + "Set Authentication__Audience to the name under which the identity provider knows this server."));
        services.AddSingleton<Identities>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddKeys().AddJwtBearer(o =>
        {
            o.ForwardDefaultSelector = Forwarded;
            o.Authority = authority;
            o.RequireHttpsMetadata = https;
            o.Audience = audience;
            AccessTokens.Configure(o, configuration);
        });
        return false;
    }

    private static AuthenticationBuilder AddKeys(this AuthenticationBuilder ways) =>
        ways.AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);

    /// <summary>A key of ours is told from every other token by how it begins.</summary>
    private static string? Forwarded(HttpContext context) => ApiKeyHandler.IsMeant(context.Request) ? ApiKeyHandler.SchemeName : null;

    private static (string Authority, bool Https) Authority(IConfiguration configuration)
    {
        var authority = configuration["Authentication:Authority"] is { Length: > 0 } named
            ? named
            : throw new StartupException(new(
                "LocalUser:Enabled が切られていて Authentication:Authority に認証サービスがないため、誰もサインインできません。"
                + "この PC を一人で使うなら LocalUser__Enabled=true を、ほかの人も使うなら Authentication__Authority と Authentication__Audience を設定してください。",
                "Nobody could sign in: LocalUser:Enabled is off and Authentication:Authority names no identity provider. "
                + "For one person on this machine set LocalUser__Enabled=true; for others set Authentication__Authority and Authentication__Audience."));
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new StartupException(new(
                "Authentication:Authority がアドレスではありません。https://id.example.org/ のように指定してください。",
                "Authentication:Authority is no address. Write it as in https://id.example.org/."));
        if (address.Scheme == "https")
            return (authority, true);
        // Over plain HTTP, anybody who can change the traffic could sign in as anybody.
        return LocalAddresses.IsLoopback(address.Host) && Switch(configuration, "Authentication:AllowHttpOnLoopback", false)
            ? (authority, false)
            : throw new StartupException(new(
                "Authentication:Authority は https:// で始まるアドレスにしてください。この PC の認証サービスだけは、"
                + "Authentication__AllowHttpOnLoopback=true を設定すれば http:// も使えます。",
                "Authentication:Authority must begin with https://. Only an identity provider on this machine may do without, "
                + "and only with Authentication__AllowHttpOnLoopback=true."));
    }

    private static bool Switch(IConfiguration configuration, string key, bool otherwise) => configuration[key] is not { Length: > 0 } text
        ? otherwise
        : bool.TryParse(text, out var on) ? on : throw new StartupException(new(
            $"{key} は true か false です(「{text}」になっています)。", $"{key} is true or false, not '{text}'."));
}

/// <summary>The server cannot start. The message says what to do; no stack trace is shown.</summary>
internal sealed class StartupException(PublicText sentence) : Exception(sentence.En)
{
    public PublicText Sentence => sentence;
}
