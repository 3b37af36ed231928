using CaseStudies.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CaseStudies.Server.Access;

/// <summary>
/// Configures sign-in: the local user by a setting while there are no accounts, an authority that issues tokens and signs browsers in, and accounts of our own.
/// </summary>
internal static class SignIn
{
    /// <param name="embedded">Whether the server uses its embedded database; the local user is then on unless switched off.</param>
    /// <param name="accounts">Whether there are accounts of our own; null if the database did not answer.</param>
    /// <returns>Whether the local user is on.</returns>
    /// <exception cref="StartupException">Nobody could sign in, or not safely.</exception>
    public static bool AddSignIn(this IServiceCollection services, IConfiguration configuration, bool embedded, bool? accounts)
    {
        services.AddPolicies();
        services.AddSingleton<Identities>().AddSingleton<ApiKeys>();
        services.AddSingleton<SecurityLog>().AddSingleton<SecurityLogWork>().AddHostedService(s => s.GetRequiredService<SecurityLogWork>());
        var localUser = Switch(configuration, "LocalUser:Enabled", embedded) && accounts != true;
        // Whether somebody can sign in is not known without the database. The program will not serve before that answers.
        var provider = !localUser && (accounts == false || configuration["Authentication:Authority"] is { Length: > 0 });
        var ways = services.AddAuthentication(AnyWayHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, AnyWayHandler>(AnyWayHandler.SchemeName, null);
        ways.AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        if (localUser)
        {
            services.AddSingleton(new LocalKey(configuration));
            ways.AddScheme<AuthenticationSchemeOptions, LocalUserHandler>(LocalUserHandler.SchemeName, null);
        }

        if (provider)
            services.AddProvider(ways, configuration);
        else
            services.AddSingleton(new SignInWays(localUser, false, localUser ? null : ProviderClient.Read(configuration, null)));
        return localUser;
    }

    private static void AddProvider(this IServiceCollection services, AuthenticationBuilder ways, IConfiguration configuration)
    {
        var (authority, https) = Authority(configuration);
        var audience = configuration["Authentication:Audience"] is { Length: > 0 } named
            ? named
            : throw new StartupException(new(
                "Authentication:Audience がないため、ほかのサービス向けに発行されたトークンも受け付けてしまいます。"
                + "認証サービスに登録したこのサーバーの名前を Authentication__Audience に設定してください。",
                "Authentication:Audience is missing: tokens issued for other services would be accepted. "
                + "Set Authentication__Audience to the name under which the identity provider knows this server."));
        var client = ProviderClient.Read(configuration, authority);
        if (client?.Id == audience && "JWT".Equals(configuration["Authentication:TokenType"], StringComparison.OrdinalIgnoreCase))
            throw new StartupException(new(
                "Authentication:TokenType が JWT で、Authentication:Audience と Authentication:ClientId が同じため、サインイン用の ID トークンで何でもできてしまいます。"
                + "このサーバーの API に別の名前を付けて、Authentication__Audience に設定してください。",
                "With the Authentication:TokenType JWT, and Authentication:Audience the same as Authentication:ClientId, an ID token would open everything. "
                + "Give the API of this server a name of its own, and set Authentication__Audience to it."));
        services.AddSingleton(new SignInWays(LocalUser: false, Provider: true, client));
        var strict = IsChosen(configuration, "Authentication:Signatures", "strict", otherwise: "usual");
        services.AddSingleton(_ => new ProviderMetadata(authority, https, strict));
        ways.AddJwtBearer(o => (o.Authority, o.RequireHttpsMetadata, o.Audience) = (authority, https, audience));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<ProviderMetadata>((o, metadata) => AccessTokens.Configure(o, metadata, configuration));
        if (client is null)
            return;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        ways.AddRemoteScheme<OpenIdConnectOptions, CodeFlowHandler>(CodeFlow.SchemeName, null, null);
        services.AddOptions<OpenIdConnectOptions>(CodeFlow.SchemeName)
            .Configure<ProviderMetadata>((o, metadata) => CodeFlow.Configure(o, client, metadata, configuration));
    }

    private static (string Authority, bool Https) Authority(IConfiguration configuration)
    {
        var authority = configuration["Authentication:Authority"] is { Length: > 0 } named
            ? named
            : throw new StartupException(new(
                "LocalUser:Enabled が切られていて、アカウントも Authentication:Authority の認証サービスもないため、誰もサインインできません。"
                + "casestudies accounts create でアカウントを作るか、この PC を一人で使うなら LocalUser__Enabled=true を、"
                + "認証サービスを使うなら Authentication__Authority と Authentication__Audience を設定してください。",
                "Nobody could sign in: LocalUser:Enabled is off, there are no accounts, and Authentication:Authority names no identity provider. "
                + "Make an account with 'casestudies accounts create'; or for one person on this machine set LocalUser__Enabled=true; "
                + "or for an identity provider set Authentication__Authority and Authentication__Audience."));
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

    /// <summary>For a setting that is on or off.</summary>
    /// <exception cref="StartupException">It is another word.</exception>
    public static bool Switch(IConfiguration configuration, string key, bool otherwise) => configuration[key] is not { Length: > 0 } text
        ? otherwise
        : bool.TryParse(text, out var on) ? on : throw new StartupException(new(
            $"{key} は true か false です(「{text}」になっています)。", $"{key} is true or false, not '{text}'."));

    /// <summary>For a setting that is one of two words.</summary>
    /// <exception cref="StartupException">It is another one.</exception>
    public static bool IsChosen(IConfiguration configuration, string key, string word, string otherwise) => configuration[key] is { Length: > 0 } text
        && text != otherwise && (text == word ? true : throw new StartupException(new(
            $"{key} は {otherwise} か {word} です(「{text}」になっています)。", $"{key} is {otherwise} or {word}, not '{text}'.")));
}

/// <summary>The server cannot start. The message says what to do; no stack trace is shown.</summary>
internal sealed class StartupException(PublicText sentence) : Exception(sentence.En)
{
    public PublicText Sentence => sentence;
}
