using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
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

        var answer = await server.SendAsync("GET", "/forgotten", server.Issuer.Token("somebody"));
        Assert.Equal(403, answer.Status);
        HostileServer.CheckProblem("forgotten", answer);
        Assert.Equal(401, (await server.SendAsync("GET", "/forgotten", null)).Status);
    }

    [Fact]
    public async Task A_member_of_one_organisation_has_no_way_into_another()
    {
        await OpenAsync("alpha");
        await OpenAsync("beta");
        var token = await server.TokenAsync("alpha");
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
                Assert.True(answer.Status == 404, $"{method} {path}: {answer.Status}");
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
        Assert.Equal(["mine"], await NamesAsync(await server.TokenAsync("mine")));
        Assert.Equal(["mine", "theirs"], await NamesAsync(await server.TokenAsync("mine", "theirs")));
        // What a token claims is no membership.
        foreach (var claimed in new JsonNode[] { "mine", "*", new JsonArray("mine", "theirs") })
        {
            var token = server.Issuer.Token("stranger", c => (c["organisation"], c["role"]) = (claimed.DeepClone(), "owner"));
            Assert.Empty(await NamesAsync(token));
            Assert.Equal(404, (await server.SendAsync("GET", "/organisations/mine/initiatives", token)).Status);
        }
    }

    [Fact]
    public async Task Who_belongs_nowhere_is_told_what_to_tell_an_owner()
    {
        var page = await server.SendAsync("GET", "/?lang=en", server.Issuer.Token("newcomer"), null, ("Accept", "text/html"));

        Assert.Contains((await server.IdOfAsync("newcomer")).Value, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_for_us_or_not_genuine_opens_nothing()
    {
        await OpenAsync("closed");
        using var other = RSA.Create(2048);
        var issuer = server.Issuer;
        const string Owner = "owner of closed";
        var bad = new Dictionary<string, string?>
        {
            ["none"] = null, ["empty"] = "", ["garbage"] = "x", ["three dots"] = "a.b.c", ["long"] = new string('a', 9_000),
            ["wrong audience"] = issuer.Token(Owner, c => c["aud"] = "another"), ["no audience"] = issuer.Token(Owner, c => c.Remove("aud")),
            ["expired"] = issuer.Token(Owner, c => c["exp"] = Issuer.Seconds(Duration.FromSeconds(-40))),
            ["no end"] = issuer.Token(Owner, c => c.Remove("exp")),
            ["longer than a day"] = issuer.Token(Owner, c => c["exp"] = Issuer.Seconds(Duration.FromHours(25))),
            ["no beginning"] = issuer.Token(Owner, c => c.Remove("iat")), ["a text"] = issuer.Token(Owner, c => c["iat"] = "now"),
            ["of the future"] = issuer.Token(Owner, c => c["iat"] = Issuer.Seconds(Duration.FromMinutes(2))),
            ["not yet"] = issuer.Token(Owner, c => c["nbf"] = Issuer.Seconds(Duration.FromHours(1))),
            ["another issuer"] = issuer.Token(Owner, c => c["iss"] = "http://127.0.0.1:1"), ["another key"] = issuer.Token(Owner, key: other),
            ["no signature"] = issuer.Token(Owner, algorithm: "none"), ["public key as secret"] = issuer.Token(Owner, algorithm: "HS256"),
            ["huge end"] = issuer.Token(Owner, c => c["exp"] = 1e300),
            ["an ID token"] = issuer.Token(Owner, head: h => h["typ"] = "JWT"), ["a logout token"] = issuer.Token(Owner, head: h => h["typ"] = "logout+jwt"),
            ["no type"] = issuer.Token(Owner, head: h => h.Remove("typ")), ["an extension"] = issuer.Token(Owner, head: h => h["crit"] = new JsonArray("exp")),
            ["a key of its own"] = issuer.Token(Owner, key: other, head: h => (h["kid"], h["jwk"]) = ("k2", Issuer.Jwk(other))),
            ["a key elsewhere"] = issuer.Token(Owner, key: other, head: h => h["jku"] = "http://127.0.0.1:1/keys"),
            ["a certificate elsewhere"] = issuer.Token(Owner, key: other, head: h => h["x5u"] = "http://127.0.0.1:1/cert"),
            ["nobody"] = issuer.Token(Owner, c => c.Remove("sub")), ["an empty name"] = issuer.Token(""), ["a long name"] = issuer.Token(new string('a', 256)),
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

        Assert.Equal(200, (await server.SendAsync("GET", "/organisations/closed/initiatives", issuer.Token(Owner))).Status);
        var justOver = issuer.Token(Owner, c => c["exp"] = Issuer.Seconds(Duration.FromSeconds(-10)));
        Assert.Equal(200, (await server.SendAsync("GET", "/organisations", justOver)).Status);
        Assert.Equal(200, (await server.SendAsync("GET", "/health", null)).Status);
    }

    [Theory]
    [InlineData("taro.yamada@example.org"), InlineData("山田太郎"), InlineData("Taro Yamada"), InlineData("090-1234-5678"), InlineData("a/b")]
    public async Task A_subject_is_known_by_a_random_id_and_stands_in_the_vault_only(string subject)
    {
        await server.TokenAsync("gamma");
        await server.GiveAsync("gamma", subject, Role.Owner);
        var (token, id) = (server.Issuer.Token(subject), (await server.IdOfAsync(subject)).Value);
        var answer = await server.SendAsync("POST", $"/organisations/gamma/initiatives/{Guid.NewGuid():n}/entries", token,
            HostileServer.Record(s_examples.Foundation()).ToJsonString());

        Assert.True(answer.Status == 201, answer.Body);
        Assert.Matches("^m-[0-9a-f]{32}$", id);
        Assert.True(await CountAsync($"select count(*) from {MartenTables.Events} e where e::text like '%' || $1 || '%'", id) > 0);
        Assert.Equal(0, await CountAsync($"select count(*) from {MartenTables.Events} e where e::text like '%' || $1 || '%'", subject));
        Assert.Equal(0, await CountAsync("select count(*) from casestudies.entries e where e::text like '%' || $1 || '%'", subject));
        Assert.Equal(1, await CountAsync("select count(*) from vault.identities i where i.subject = $1", subject));
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
            Assert.False(CaseStudies.Server.Access.SignIn.AddSignIn(builder.Services, builder.Configuration, embedded: false, accounts: false));
            var app = builder.Build();
            Assert.True(app.Services.GetRequiredService<CaseStudies.Server.Access.ProviderMetadata>().OnlyHttps);
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
        var answer = await server.SendAsync("POST", $"/organisations/{organisation}/initiatives/one/entries", await server.TokenAsync(organisation),
            HostileServer.Record(s_examples.Foundation()).ToJsonString());
        Assert.True(answer.Status == 201, answer.Body);
    }

    private async Task<long> CountAsync(string sql, string value)
    {
        await using var command = server.Source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<string[]> NamesAsync(string token) =>
        [.. JsonNode.Parse((await server.SendAsync("GET", "/organisations", token)).Body)!.AsArray().Select(o => (string)o!["organisation"]!)];
}
