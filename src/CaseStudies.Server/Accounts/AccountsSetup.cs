using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>How accounts stand on ASP.NET Core Identity.</summary>
internal static class AccountsSetup
{
    private const string CookieName = "casestudies-session", FormCookieName = "casestudies-form", SecondCookieName = "casestudies-second";

    /// <summary>PBKDF2 with SHA-512, as often as OWASP advises.</summary>
    private const int Iterations = 210_000;

    /// <summary>From the password to the code.</summary>
    private static readonly TimeSpan s_second = TimeSpan.FromMinutes(5);

    /// <remarks>Before whatever protects data: the keys lie in these tables.</remarks>
    /// <exception cref="StartupException">A setting is not what it must be, or mails are to be sent, and could not be.</exception>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        var (breached, server) = (new BreachedPasswords(configuration), MailServer.Read(configuration));
        services.AddSingleton(_ => breached).AddSingleton(new SeveralFactors(configuration));
        services.AddSingleton(s => new Mails(server, s.GetRequiredService<IClock>(), s.GetRequiredService<ILogger<Mails>>()));
        services.AddSingleton<ForgottenWork>().AddHostedService(s => s.GetRequiredService<ForgottenWork>());
        services.AddDbContextFactory<AccountsDb>(AccountsDb.Configure);
        services.AddSingleton<AccountTables>().AddHostedService(s => s.GetRequiredService<AccountTables>());
        services.AddDataProtection().SetApplicationName("casestudies");
        services.AddSingleton<FormKeys>().AddOptions<KeyManagementOptions>().Configure<FormKeys>((o, keys) => o.XmlRepository = keys);
        services.AddSingleton<IAccounts, KnownAccounts>().AddSingleton<Sessions>().AddSingleton<Tries>().AddSingleton<AccountNotes>();
        services.AddScoped<MemberList>().AddScoped<Inviting>().AddScoped<OneTimeLinks>().AddScoped<PasswordCheck>().AddScoped<SecondFactor>()
            .AddScoped<AccountLocks>();
        services.AddSingleton<ProviderSignIn>().AddScoped<BackChannelLogout>();
        services.AddOptions<OpenIdConnectOptions>(CodeFlow.SchemeName).Configure<ProviderSignIn>((o, signIn) => signIn.Configure(o));
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = Iterations);
        services.AddIdentityCore<Account>(o =>
        {
            AccountsDb.WithPasskeys(o);
            // Our own rules take their place.
            (o.Password.RequiredLength, o.Password.RequiredUniqueChars) = (1, 1);
            o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
            // Long enough to slow guessing down, and too short to keep its owner out.
            (o.Lockout.MaxFailedAccessAttempts, o.Lockout.DefaultLockoutTimeSpan) = (10, TimeSpan.FromMinutes(1));
        })
        .AddUserStore<AccountStore>().AddEntityFrameworkStores<AccountsDb>().AddSignInManager().AddDefaultTokenProviders()
        .AddPasswordValidator<PasswordRules>().AddClaimsPrincipalFactory<AccountPrincipals>();
        // A passkey is on a device that its owner unlocks, and says by itself whose it is.
        services.Configure<IdentityPasskeyOptions>(o => o.UserVerificationRequirement = o.ResidentKeyRequirement = "required");
        services.AddAuthentication().AddCookie(IdentityConstants.ApplicationScheme, o =>
        {
            SessionCookies.Configure(o, CookieName);
            (o.ExpireTimeSpan, o.SlidingExpiration) = (Sessions.Longest, false);
        });
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, o =>
        {
            SessionCookies.Configure(o, SecondCookieName);
            (o.ExpireTimeSpan, o.SlidingExpiration, o.Cookie.SameSite) = (s_second, false, SameSiteMode.Strict);
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<Sessions>((o, sessions) => o.SessionStore = sessions);
        services.Configure<AntiforgeryOptions>(o =>
        {
            (o.Cookie.Name, o.Cookie.SameSite, o.Cookie.SecurePolicy) = (FormCookieName, SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest);
            o.SuppressXFrameOptionsHeader = true; // the content security policy says it
        });
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        SignInEndpoint.Map(routes);
        ProviderEndpoint.Map(routes);
        CodeEndpoint.Map(routes);
        ForgottenEndpoint.Map(routes);
        LinkEndpoint.Map(routes);
        AccountEndpoint.Map(routes);
        SecondFactorEndpoint.Map(routes);
        PasskeyEndpoint.Map(routes);
        MembersEndpoint.Map(routes);
        JoinEndpoint.Map(routes);
    }
}
