using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A real identity provider on this machine, OpenIddict, with a page on which people say who they are.</summary>
public sealed class Provider : IAsyncDisposable
{
    public const string Client = "casestudies-web", Secret = "a secret of tests only", Program = "a-program";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, ProgramAddress = "https://program.example/answer";

    private readonly RSA _key = RSA.Create(2048);
    private WebApplication? _app;

    public string Address { get; private set; } = "";

    /// <summary>As its tokens name it.</summary>
    public string Issuer => Address + "/";

    /// <summary>How often somebody signed out here.</summary>
    public int SignedOut { get; private set; }

    /// <param name="origins">Of this product's servers.</param>
    public async Task StartAsync(params string[] origins)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication();
        var store = $"provider-{Guid.NewGuid()}";
        builder.Services.AddDbContext<DbContext>(o => o.UseInMemoryDatabase(store).UseOpenIddict());
        builder.Services.AddOpenIddict().AddCore(o => o.UseEntityFrameworkCore().UseDbContext<DbContext>()).AddServer(o =>
        {
            o.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("logout");
            o.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            o.AddSigningKey(new RsaSecurityKey(_key) { KeyId = "k1" }).AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            o.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
        });
        _app = builder.Build();
        _app.UseAuthentication();
        _app.MapGet("/authorize", Authorize);
        _app.MapGet("/login", (string back) => Results.Text(
            $"<form method=post action=\"/login?back={WebUtility.UrlEncode(back)}\"><input name=who><button>Sign in</button></form>", "text/html"));
        _app.MapPost("/login", async (HttpContext context, string back) =>
        {
            context.Response.Cookies.Append("who", (await context.Request.ReadFormAsync())["who"].ToString());
            context.Response.Cookies.Append("sid", Guid.NewGuid().ToString());
            return Results.LocalRedirect(back);
        });
        _app.MapGet("/logout", (HttpContext context) =>
        {
            SignedOut++;
            context.Response.Cookies.Delete("who");
            return Results.SignOut(null, [Scheme]);
        });
        await _app.StartAsync();
        Address = _app.Urls.First();
        foreach (var origin in origins)
            await AllowAsync(origin);
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(Registered(Program, ProgramAddress));
    }

    /// <summary>Registers this product as a client, under an origin.</summary>
    public async Task AllowAsync(string origin)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var wanted = Registered(Client, origin + "/sign-in/provider/answer");
        (wanted.ClientType, wanted.ClientSecret) = (ClientTypes.Confidential, Secret);
        wanted.PostLogoutRedirectUris.Add(new(origin + "/sign-in"));
        if (await clients.FindByClientIdAsync(Client) is not { } present)
        {
            await clients.CreateAsync(wanted);
            return;
        }

        foreach (var (mine, address) in (await clients.GetRedirectUrisAsync(present)).Select(a => (wanted.RedirectUris, a))
            .Concat((await clients.GetPostLogoutRedirectUrisAsync(present)).Select(a => (wanted.PostLogoutRedirectUris, a))))
            mine.Add(new(address));
        await clients.UpdateAsync(present, wanted);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _key.Dispose();
    }

    /// <summary>Signs somebody in, as a browser that was led here does.</summary>
    /// <returns>Where it is sent back to, with a code.</returns>
    public async Task<Uri> AnswerAsync(Uri led, string who)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(Address) };
        using var first = await browser.GetAsync(led);
        Assert.StartsWith("/login?", first.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var signedIn = await browser.PostAsync(first.Headers.Location, new FormUrlEncodedContent([new("who", who)]));
        using var answer = await browser.GetAsync(signedIn.Headers.Location);
        return answer.Headers.Location!;
    }

    /// <summary>An access token, as a program of the same person gets it.</summary>
    public async Task<string> AccessTokenAsync(string who)
    {
        var verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var answer = await AnswerAsync(new(QueryHelpers.AddQueryString(Address + "/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = Program, ["redirect_uri"] = ProgramAddress, ["response_type"] = "code", ["scope"] = "openid",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), ["code_challenge_method"] = "S256",
        })), who);
        using var program = new HttpClient();
        using var tokens = await program.PostAsync(Address + "/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = Program, ["redirect_uri"] = ProgramAddress, ["code_verifier"] = verifier,
            ["code"] = QueryHelpers.ParseQuery(answer.Query)["code"].ToString(),
        }));
        return (string)JsonNode.Parse(await tokens.Content.ReadAsStringAsync())!["access_token"]!;
    }

    /// <summary>Says that a session is over, signed with the provider's key (OpenIddict itself has no back channel).</summary>
    /// <param name="change">Changes the claims; the token is good without it.</param>
    public string LogoutToken(Action<JsonObject>? change = null, Action<JsonObject>? head = null, RSA? key = null, string algorithm = "RS256")
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "logout+jwt", ["kid"] = "k1" };
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = Client, ["iat"] = Access.Issuer.Seconds(Duration.Zero), ["exp"] = Access.Issuer.Seconds(Duration.FromMinutes(2)),
            ["jti"] = Guid.NewGuid().ToString(), ["events"] = new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() },
        };
        head?.Invoke(header);
        change?.Invoke(claims);
        return Access.Issuer.Jwt(header, claims, key ?? _key);
    }

    private static IResult Authorize(HttpContext context)
    {
        if (context.Request.Cookies["who"] is not { Length: > 0 } who)
            return Results.Redirect("/login" + QueryString.Create("back", context.Request.Path + context.Request.QueryString));
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, who).SetClaim("sid", context.Request.Cookies["sid"]);
        identity.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes()).SetResources(Access.Issuer.Audience);
        identity.SetDestinations(c => c.Type == "sid" ? [Destinations.IdentityToken] : [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new(identity), null, Scheme);
    }

    private static OpenIddictApplicationDescriptor Registered(string client, string address) => new()
    {
        ClientId = client, RedirectUris = { new(address) },
        Permissions =
        {
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
            Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
        },
    };
}
