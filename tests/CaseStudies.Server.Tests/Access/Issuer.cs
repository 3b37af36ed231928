using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CaseStudies.Server.Tests.Access;

/// <summary>A small identity provider on this machine: discovery, keys, and whatever token a test asks for.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string Audience = "casestudies";
    private readonly RSA _key = RSA.Create(2048);
    private WebApplication? _app;

    public string Address { get; private set; } = "";

    /// <summary>Seconds since 1970, as tokens state them. Whoever validates them reads the machine's clock, and no other can be given.</summary>
    public static long Seconds(Duration fromNow) => (SystemClock.Instance.GetCurrentInstant() + fromNow).ToUnixTimeSeconds();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(Metadata()));
        _app.MapGet("/other/.well-known/openid-configuration", () => Results.Json(Metadata()));
        _app.MapGet("/half/.well-known/openid-configuration", () =>
        {
            var half = Metadata();
            (half["issuer"], half["token_endpoint"]) = (Address + "/half", "http://127.0.0.1:1/");
            return Results.Json(half);
        });
        _app.MapPost("/token", () => Results.Json(new { access_token = "x", token_type = "Bearer", id_token = IdToken }));
        _app.MapGet("/elsewhere/.well-known/openid-configuration", () => Results.Redirect("/.well-known/openid-configuration"));
        _app.MapGet("/keys", () => Results.Json(new JsonObject { ["keys"] = new JsonArray([Jwk(_key), .. MoreKeys.Select(k => Jwk(k.Value, k.Key))]) }));
        await _app.StartAsync();
        Address = _app.Urls.First();
    }

    /// <summary>Given for whatever code.</summary>
    public string? IdToken { get; set; }

    /// <summary>Published beside its own, by name.</summary>
    public IReadOnlyDictionary<string, AsymmetricAlgorithm> MoreKeys { get; set; } = new Dictionary<string, AsymmetricAlgorithm>();

    private JsonObject Metadata() => new()
    {
        ["issuer"] = Address, ["jwks_uri"] = Address + "/keys", ["authorization_endpoint"] = Address + "/authorize", ["token_endpoint"] = Address + "/token",
    };

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <param name="change">Changes the claims; the token is valid without it.</param>
    /// <param name="algorithm">As for <see cref="Jwt"/>.</param>
    /// <param name="head">Changes the header.</param>
    public string Token(
        string subject, Action<JsonObject>? change = null, AsymmetricAlgorithm? key = null, string algorithm = "RS256", Action<JsonObject>? head = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = Address, ["aud"] = Audience, ["sub"] = subject, ["iat"] = Seconds(Duration.Zero), ["exp"] = Seconds(Duration.FromHours(1)),
        };
        change?.Invoke(claims);
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "at+jwt", ["kid"] = "k1" };
        head?.Invoke(header);
        return Jwt(header, claims, key ?? _key);
    }

    /// <summary>By the algorithm that the header names: that of the key, none, or HS256 keyed with the public key.</summary>
    public static string Jwt(JsonObject header, JsonObject claims, AsymmetricAlgorithm key)
    {
        var signed = $"{Text(header)}.{Text(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return (string)header["alg"]! switch
        {
            "none" => signed + ".",
            "HS256" => $"{signed}.{Text(HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), bytes))}",
            var algorithm => $"{signed}.{Text(Signature(algorithm, key, bytes))}",
        };
    }

    private static byte[] Signature(string algorithm, AsymmetricAlgorithm key, byte[] bytes)
    {
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        return key is ECDsa curve ? curve.SignData(bytes, hash)
            : ((RSA)key).SignData(bytes, hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    /// <summary>The public key (RFC 7517).</summary>
    public static JsonObject Jwk(AsymmetricAlgorithm key, string name = "k1")
    {
        var jwk = new JsonObject { ["use"] = "sig", ["kid"] = name };
        if (key is ECDsa curve)
        {
            var point = curve.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", $"P-{key.KeySize}", Text(point.X!), Text(point.Y!));
        }
        else
        {
            var parameters = ((RSA)key).ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Text(parameters.Modulus!), Text(parameters.Exponent!));
        }

        return jwk;
    }

    private static string Text(JsonObject part) => Text(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

/// <summary>The server as it runs for others: people sign in with the issuer's tokens.</summary>
public class SignedInServer(PostgresFixture postgres) : ListeningServer(postgres), IAsyncLifetime
{
    private OrganisationRecorder Recorder => Services.GetRequiredService<OrganisationRecorder>();

    public Issuer Issuer { get; } = new();

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await Issuer.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Issuer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(WebApplicationBuilder builder) => SignInWithTheIssuer(builder);

    public void SignInWithTheIssuer(WebApplicationBuilder builder)
    {
        builder.Configuration["LocalUser:Enabled"] = "false";
        // Tests ask more often than people do.
        (builder.Configuration["Load:MemberPerSecond"], builder.Configuration["Load:OrganisationPerSecond"]) = ("10000", "10000");
        builder.Configuration["Authentication:Authority"] = Issuer.Address;
        builder.Configuration["Authentication:Audience"] = Issuer.Audience;
        builder.Configuration["Authentication:AllowHttpOnLoopback"] = "true";
    }

    protected override void Map(WebApplication app) => app.MapGet("/forgotten", () => "secret");

    /// <summary>A token of somebody who is an owner of each of the organisations.</summary>
    public async Task<string> TokenAsync(params string[] organisations)
    {
        var subject = $"owner of {string.Join(" and ", organisations)}";
        foreach (var organisation in organisations)
            await GiveAsync(organisation, subject, Role.Owner);
        return Issuer.Token(subject);
    }

    /// <summary>A token of a member in a role; the organisation has an owner besides.</summary>
    public async Task<string> TokenAsync(string organisation, Role role)
    {
        await TokenAsync(organisation);
        await GiveAsync(organisation, $"{role} of {organisation}", role);
        return Issuer.Token($"{role} of {organisation}");
    }

    /// <summary>A key of a program in a role, good for a month.</summary>
    public async Task<string> KeyAsync(string organisation, Role role)
    {
        await TokenAsync(organisation);
        var (key, member) = ApiKeys.New(new(organisation));
        var until = Services.GetRequiredService<IClock>().GetCurrentInstant() + Duration.FromDays(30);
        var (made, refusal) = await Recorder.MakeKeyAsync(
            new(organisation), key, member, role, until, new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken);
        Assert.True(made, refusal?.Sentence.En);
        return key;
    }

    /// <summary>Grants a funder to read the initiatives; the funder has an owner besides.</summary>
    public async Task<Guid> GrantAsync(string organisation, string funder, GrantLevel level, string? auditor = null, params string[] initiatives)
    {
        await TokenAsync(funder);
        var (id, now) = (Guid.NewGuid(), Services.GetRequiredService<IClock>().GetCurrentInstant());
        var grant = new Grant(new(funder), level, now, initiatives.Length == 0 ? null : [.. initiatives.Select(i => new Slug(i))],
            auditor is null ? null : await IdOfAsync(auditor), now + Duration.FromDays(30));
        Assert.Null(await Recorder.MakeGrantAsync(
            new(organisation), new(id), grant, funderExists: true, new(id), [], Actor.Operator, TestContext.Current.CancellationToken));
        return id;
    }

    /// <summary>The id under which a subject of the issuer is known to the server.</summary>
    internal Task<MemberId> IdOfAsync(string subject) =>
        Services.GetRequiredService<Identities>().IdOfAsync(Issuer.Address, subject, TestContext.Current.CancellationToken);

    public async Task GiveAsync(string organisation, string subject, Role role) => Assert.Null(await Recorder.GiveRoleAsync(
        new(organisation), await IdOfAsync(subject), role, MembershipCause.Other, new(Guid.NewGuid()), [], Actor.Operator,
        TestContext.Current.CancellationToken));

    public async Task RemoveAsync(string organisation, string subject) => Assert.Null(await Recorder.RemoveAsync(
        new(organisation), await IdOfAsync(subject), MembershipCause.Left, new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken));

    public Task<Answer> SendAsync(string method, string path, string? token, string? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(request, json is null ? null : Encoding.UTF8.GetBytes(json));
    }
}

/// <summary>One more server on the same database, at which the same people sign in.</summary>
public sealed class SignedInNode(PostgresFixture postgres, SignedInServer first) : ListeningServer(postgres)
{
    protected override Task<string> NewDatabaseAsync() => Task.FromResult(first.ConnectionString);

    protected override void Configure(WebApplicationBuilder builder) => first.SignInWithTheIssuer(builder);
}
