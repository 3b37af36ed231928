using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Authorization;
using NodaTime;

namespace CaseStudies.Server.Tests.Access;

public sealed class MembershipTests(SignedInServer server) : IClassFixture<SignedInServer>
{
    private static readonly FactExamples s_examples = new(path => path);

    [Fact]
    public async Task Every_route_names_a_policy_and_one_that_was_forgotten_is_closed_to_everybody()
    {
        var offenders = Routes.Mapped(server.Services)
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null && e.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            .Select(e => e.RoutePattern.RawText);
        // The one that this fixture maps; the table of routes in BadBodyTests covers the server's own.
        Assert.Equal(["/forgotten"], offenders);

        var answer = await server.SendAsync("GET", "/forgotten", server.Issuer.Token(["alpha"]));
        Assert.Equal(403, answer.Status);
        HostileServer.CheckProblem("forgotten", answer);
        Assert.Equal(401, (await server.SendAsync("GET", "/forgotten", null)).Status);
    }

    [Fact]
    public async Task A_member_of_one_organisation_has_no_way_into_another()
    {
        await OpenAsync("alpha");
        await OpenAsync("beta");
        var token = server.Issuer.Token(["alpha"]);
        foreach (var (method, path, body) in Requests("beta").Where(r => r.Path.Contains("/beta", StringComparison.Ordinal)))
        {
            var before = await server.WrittenAsync();
            var smuggled = body.DeepClone();
            (smuggled["tenant"], smuggled["organisation"]) = ("alpha", "alpha");
            foreach (var sent in new[] { body, smuggled })
            {
                var answer = await server.SendAsync(method, $"{path}?org=alpha&organisation=alpha&tenant=alpha", token,
                    method == "GET" ? null : sent.ToJsonString(),
                    ("X-Tenant", "alpha"), ("X-Organisation", "alpha"), ("X-Original-URL", "/organisations/alpha/initiatives"),
                    ("X-Rewrite-URL", "/organisations/alpha"), ("X-HTTP-Method-Override", "GET"));
                Assert.True(answer.Status == 403, $"{method} {path}: {answer.Status}");
                HostileServer.CheckProblem(path, answer);
                // A place that does not exist looks the same.
                var none = await server.SendAsync(method, path.Replace("beta", "nobody", StringComparison.Ordinal), token,
                    method == "GET" ? null : sent.ToJsonString());
                Assert.Equal(answer.Body.Replace("beta", "nobody", StringComparison.Ordinal), none.Body);
            }

            Assert.Equal(before, await server.WrittenAsync());
        }
    }

    [Fact]
    public async Task Everybody_sees_their_own_organisations_and_nobody_sees_more()
    {
        await OpenAsync("mine");
        await OpenAsync("theirs");
        Assert.Equal(["mine"], await NamesAsync(server.Issuer.Token(["mine"])));
        Assert.Equal(["mine", "theirs"], await NamesAsync(server.Issuer.Token(["mine", "theirs"])));
        Assert.Empty(await NamesAsync(server.Issuer.Token([])));
        // The local user's word for every organisation is worth nothing in a token.
        Assert.Empty(await NamesAsync(server.Issuer.Token(["*"])));
        Assert.Equal(403, (await server.SendAsync("GET", "/organisations/mine/initiatives", server.Issuer.Token(["*"]))).Status);
    }

    [Fact]
    public async Task A_token_that_is_not_for_us_or_not_genuine_opens_nothing()
    {
        await OpenAsync("closed");
        using var other = RSA.Create(2048);
        var issuer = server.Issuer;
        var bad = new Dictionary<string, string?>
        {
            ["none"] = null, ["empty"] = "", ["garbage"] = "x", ["three dots"] = "a.b.c", ["long"] = new string('a', 9_000),
            ["wrong audience"] = issuer.Token(["closed"], c => c["aud"] = "another"), ["no audience"] = issuer.Token(["closed"], c => c.Remove("aud")),
            ["expired"] = issuer.Token(["closed"], c => c["exp"] = Issuer.Seconds(Duration.FromHours(-1))),
            ["no end"] = issuer.Token(["closed"], c => c.Remove("exp")),
            ["not yet"] = issuer.Token(["closed"], c => c["nbf"] = Issuer.Seconds(Duration.FromHours(1))),
            ["another issuer"] = issuer.Token(["closed"], c => c["iss"] = "http://127.0.0.1:1"), ["another key"] = issuer.Token(["closed"], key: other),
            ["no signature"] = issuer.Token(["closed"], algorithm: "none"), ["public key as secret"] = issuer.Token(["closed"], algorithm: "HS256"),
            ["huge end"] = issuer.Token(["closed"], c => c["exp"] = 1e300),
        };
        foreach (var (what, token) in bad)
        {
            foreach (var path in new[] { "/organisations", "/organisations/closed/initiatives" })
            {
                var answer = await server.SendAsync("GET", path, token);
                Assert.True(answer.Status == 401, $"{what}: {answer.Status} {answer.Body}");
                HostileServer.CheckProblem(what, answer);
            }
        }

        Assert.Equal(200, (await server.SendAsync("GET", "/organisations/closed/initiatives", issuer.Token(["closed"]))).Status);
        Assert.Equal(200, (await server.SendAsync("GET", "/health", null)).Status);
    }

    [Theory]
    [InlineData("taro.yamada@example.org"), InlineData("山田太郎"), InlineData("Taro Yamada"), InlineData(""), InlineData("a/b"), InlineData(null)]
    public async Task A_subject_that_could_be_an_address_or_a_name_is_refused_and_stored_nowhere(string? subject)
    {
        var token = server.Issuer.Token(["gamma"], c =>
        {
            c.Remove("sub");
            if (subject is not null)
                c["sub"] = subject;
        });
        var before = await server.WrittenAsync();
        foreach (var (method, path, body) in Requests("gamma").Where(r => r.Method != "GET"))
        {
            var answer = await server.SendAsync(method, path, token, body.ToJsonString());
            Assert.True(answer.Status == 403, $"{method} {path}: {answer.Status} {answer.Body}");
            Assert.Equal("subject-not-opaque", (string)HostileServer.CheckProblem(path, answer)["code"]!);
        }

        Assert.Equal(before, await server.WrittenAsync());
    }

    [Fact]
    public void Metadata_comes_over_https_unless_a_provider_on_this_machine_was_excepted()
    {
        foreach (var (authority, allowed) in new[] { ("https://id.example.org/", "true"), ("https://127.0.0.1/", "true"),
            ("https://id.example.org/", "false") })
        {
            var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
            builder.Configuration["Authentication:Authority"] = authority;
            builder.Configuration["Authentication:Audience"] = "a";
            builder.Configuration["Authentication:AllowHttpOnLoopback"] = allowed;
            Assert.False(CaseStudies.Server.Access.SignIn.AddSignIn(builder.Services, builder.Configuration, embedded: false));
            var app = builder.Build();
            var options = (Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions>)app.Services.GetService(
                typeof(Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerOptions>))!;
            Assert.True(options.Get("Bearer").RequireHttpsMetadata);
        }
    }

    private static IEnumerable<(string Method, string Path, JsonNode Body)> Requests(string organisation)
    {
        foreach (var route in Routes.All.Keys)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
            JsonNode body = path switch
            {
                Routes.Entries => HostileServer.Record(s_examples.Foundation()),
                Routes.Batches => Capture.Batches.Of("each", ("one", "record", HostileServer.Record(s_examples.Foundation()))),
                Routes.FiscalYear => new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["fiscalYear"] = new JsonObject { ["firstMonth"] = 4 } },
                Routes.Profile => new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["profile"] = Profile() },
                Routes.Changes => Changes(),
                Routes.Undo => new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["reason"] = new JsonObject { ["code"] = "other" } },
                Routes.Effects => new JsonObject { ["change"] = Changes() },
                _ => new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["version"] = 1, ["reason"] = new JsonObject { ["code"] = "other" } },
            };
            if (path == Routes.Corrections)
                body["replacement"] = s_examples.Act("milestone_reached")[0];
            yield return (method, path.Replace("{org}", organisation, StringComparison.Ordinal).Replace("{id}", "one", StringComparison.Ordinal)
                .Replace("{entry:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
                .Replace("{import:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
                .Replace("{job:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{indicator}", "youth", StringComparison.Ordinal)
                .Replace("{act:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal), body);
        }
    }

    private static JsonObject Changes() => new()
    {
        ["command"] = Guid.NewGuid().ToString(), ["reason"] = new JsonObject { ["code"] = "other" },
        ["changes"] = new JsonArray(new JsonObject { ["entry"] = Guid.NewGuid().ToString(), ["version"] = 1 }),
    };

    private static JsonObject Profile()
    {
        return new() { ["name"] = Text("name"), ["legalForm"] = Text("form"), ["founded"] = "2007", ["prefecture"] = Text("Tokyo"),
            ["municipality"] = Text("Fussa") };

        static JsonObject Text(string text) => new() { ["ja"] = text, ["en"] = text };
    }

    private async Task OpenAsync(string organisation)
    {
        var answer = await server.SendAsync("POST", $"/organisations/{organisation}/initiatives/one/entries", server.Issuer.Token([organisation]),
            HostileServer.Record(s_examples.Foundation()).ToJsonString());
        Assert.True(answer.Status == 201, answer.Body);
    }

    private async Task<string[]> NamesAsync(string token) =>
        [.. JsonNode.Parse((await server.SendAsync("GET", "/organisations", token)).Body)!.AsArray().Select(o => (string)o!["organisation"]!)];
}
