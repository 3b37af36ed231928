using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>How a provider's tokens of each kind may be signed, as the operator has set it.</summary>
public sealed class SignatureTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_kind_of_token_is_taken_by_the_strength_of_its_signature()
    {
        using RSA tiny = RSA.Create(1024), small = RSA.Create(2048), large = RSA.Create(3072);
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256), wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await using var issuer = new Issuer
        {
            MoreKeys = new Dictionary<string, AsymmetricAlgorithm>
            {
                [nameof(tiny)] = tiny, [nameof(small)] = small, [nameof(large)] = large, [nameof(curve)] = curve, [nameof(wide)] = wide,
            },
        };
        await issuer.StartAsync();
        await using var usual = new At(postgres, issuer.Address, null);
        await using var strict = new At(postgres, issuer.Address, "strict");
        await usual.InitializeAsync();
        await strict.InitializeAsync();

        foreach (var (algorithm, name, usually, strictly) in new[]
        {
            ("RS256", nameof(small), true, false), ("PS256", nameof(small), true, false), ("RS256", nameof(large), true, false),
            ("RS512", nameof(large), true, false), ("PS256", nameof(large), true, true), ("PS384", nameof(large), true, true),
            ("PS512", nameof(large), true, true), ("ES256", nameof(curve), true, true), ("ES384", nameof(wide), true, true),
            ("RS256", nameof(tiny), false, false), ("PS256", nameof(tiny), false, false),
        })
        {
            var by = new Signer(issuer, algorithm, name);
            foreach (var (server, taken) in new[] { (usual, usually), (strict, strictly) })
            {
                var opens = (await OpensAsync(server, by), await SignsInAsync(server, by), await EndsAsync(server, by));
                Assert.True(opens == (taken, taken, taken), $"{algorithm} {name}, {(server == strict ? "strict" : "usual")}: {opens}");
            }
        }
    }

    private static async Task<bool> OpensAsync(At server, Signer by)
    {
        using var answer = await new Browser().SendAsync(server.Host, new(HttpMethod.Get, "/organisations") { Headers =
        {
            { "Authorization", "Bearer " + by.Token("at+jwt", _ => { }) }, { "Accept", "application/json" },
        } });
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<bool> SignsInAsync(At server, Signer by)
    {
        var browser = new Browser();
        var query = QueryHelpers.ParseQuery((await ProviderNodes.BeginAsync(browser, server.Host)).Query);
        by.Issuer.IdToken = by.Token("JWT", c => (c["aud"], c["nonce"]) = (Provider.Client, query["nonce"].ToString()));
        using var answer = await browser.GetAsync(server.Host, $"/sign-in/provider/answer?code=x&state={query["state"]}");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.SeeOther, HttpStatusCode.BadRequest });
        return answer.StatusCode == HttpStatusCode.SeeOther;
    }

    private static async Task<bool> EndsAsync(At server, Signer by)
    {
        // Of somebody else, whose other tokens it makes useless.
        var token = by.Token("logout+jwt", c => (c["sub"], c["aud"], c["jti"], c["events"]) = ("another", Provider.Client, $"{Guid.NewGuid()}",
            new JsonObject { ["http://schemas.openid.net/event/backchannel-logout"] = new JsonObject() }));
        using var answer = await new Browser().SendAsync(server.Host, new(HttpMethod.Post, "/sign-in/provider/logout")
        {
            Content = new FormUrlEncodedContent([new("logout_token", token)]),
        });
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest });
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private sealed record Signer(Issuer Issuer, string Algorithm, string Name)
    {
        public string Token(string type, Action<JsonObject> change) =>
            Issuer.Token("somebody", change, Issuer.MoreKeys[Name], Algorithm, h => (h["typ"], h["kid"]) = (type, Name));
    }

    private sealed class At(PostgresFixture postgres, string authority, string? signatures) : BrowserServer(postgres)
    {
        protected override string Authority => authority;

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["Authentication:Signatures"] = signatures;
        }
    }
}
