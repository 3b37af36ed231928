using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>For people who sign in, behind a proxy on this machine.</summary>
public sealed class BehindNginx(PostgresFixture postgres) : ProxiedServer(postgres)
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration["Proxy:Trusted"] = "127.0.0.1";
    }
}

/// <summary>The operators' example is run as it is handed out.</summary>
public sealed class NginxTests(BehindNginx server) : IClassFixture<BehindNginx>, IAsyncLifetime
{
    private readonly string _initiative = $"organisations/alpha/initiatives/i-{Guid.NewGuid():n}";
    private readonly Nginx _nginx = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Nginx.Program is null, "nginx is not installed");
        await _nginx.StartAsync(server.Client.BaseAddress!, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _nginx.DisposeAsync();

    [Fact]
    public async Task Pages_uploads_and_HEAD_pass_and_the_server_knows_that_it_is_https()
    {
        var host = $"{Nginx.Host}:8443"; // a port of its own stays in links
        using var asked = await SendAsync(HttpMethod.Get, "believed", null, ("X-Forwarded-For", "198.51.100.1"), ("Host", host));
        var believed = JsonNode.Parse(await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("https", host, "127.0.0.1"), ((string)believed["scheme"]!, (string)believed["host"]!, (string)believed["from"]!));

        using var page = await SendAsync(HttpMethod.Get, "guide", null, ("Accept", "text/html"), ("Accept-Encoding", "br"));
        Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("max-age=", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Equal(["br"], page.Content.Headers.ContentEncoding);
        Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        using var head = await SendAsync(HttpMethod.Head, "guide", null, ("Accept", "text/html"));
        Assert.Equal((200, 0), ((int)head.StatusCode, (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));

        using var opened = await SendAsync(HttpMethod.Post, _initiative + "/entries", Json(HostileServer.Record(HostileServer.Examples.Foundation())));
        Assert.Equal(201, (int)opened.StatusCode);
        using var dryRun = await SendAsync(HttpMethod.Post, _initiative + "/imports/dry-run", Upload(20 << 20));
        var answer = await dryRun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)dryRun.StatusCode == 200, answer);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_by_the_server_in_words()
    {
        using var opened = await SendAsync(HttpMethod.Post, _initiative + "/entries", Json(HostileServer.Record(HostileServer.Examples.Foundation())));
        using var refused = await SendAsync(HttpMethod.Post, _initiative + "/imports/dry-run", Upload(51 << 20));
        Assert.Equal((413, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("GET", "text/html,*/*", null, 301), InlineData("HEAD", "text/html", null, 301), InlineData("GET", "text/html", "Bearer x", 403)]
    [InlineData("GET", "application/json", null, 403), InlineData("GET", null, null, 403), InlineData("POST", "text/html", null, 403)]
    public async Task Plain_http_is_sent_to_https_for_pages_and_refused_to_programs_and_to_tokens(string method, string? accept, string? token, int status)
    {
        using var request = new HttpRequestMessage(new(method), "guide?lang=en");
        foreach (var (name, value) in new[] { ("Accept", accept), ("Authorization", token) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _nginx.Plain.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, status == 301 ? $"https://{Nginx.Host}/guide?lang=en" : null), ((int)answer.StatusCode, answer.Headers.Location?.ToString()));
        CheckOwn(answer);
        if (status == 403)
            Assert.Contains("revoke it", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nginx_answers_itself_carries_the_headers_once()
    {
        using var tooLarge = await SendAsync(HttpMethod.Post, _initiative + "/imports/dry-run", new ByteArrayContent(new byte[65 << 20]));
        Assert.Equal((413, "utf-8"), ((int)tooLarge.StatusCode, tooLarge.Content.Headers.ContentType!.CharSet));
        CheckOwn(tooLarge);

        await using var alone = new Nginx();
        await alone.StartAsync(new("http://127.0.0.1:1"), TestContext.Current.CancellationToken);
        using var noServer = await alone.Secure.GetAsync(new Uri("guide", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(502, (int)noServer.StatusCode);
        CheckOwn(noServer);
        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(noServer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true), InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false), InlineData(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, false)]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_recommended_cipher_suites_are_spoken(TlsCipherSuite suite, bool spoken)
    {
        async Task<TlsCipherSuite> SpokenAsync()
        {
            await using var connection = await _nginx.ConnectAsync(TestContext.Current.CancellationToken,
                o => (o.EnabledSslProtocols, o.CipherSuitesPolicy) = (SslProtocols.Tls12, new([suite])));
            return connection.NegotiatedCipherSuite;
        }

        if (spoken)
            Assert.Equal(suite, await SpokenAsync());
        else
            await Assert.ThrowsAnyAsync<AuthenticationException>(SpokenAsync);
    }

    private static void CheckOwn(HttpResponseMessage answer)
    {
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("nginx", answer.Headers.Server.ToString());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Version = new(2, 0) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.TokenAsync("alpha"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _nginx.Secure.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static ByteArrayContent Json(JsonObject body) =>
        new(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new("application/json") } };

    /// <summary>A list of so many bytes, most of them in one column that nobody reads.</summary>
    private static MultipartFormDataContent Upload(int bytes)
    {
        var rows = new StringBuilder("日付,方法,内容,備考\r\n2025-05-10,phone,相談,\r\n");
        var filler = new string('x', 30_000);
        while (rows.Length < bytes)
            rows.Append(",,,").Append(filler).Append("\r\n");
        return new()
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(rows.ToString())), "file", "x.csv" },
            { new StringContent(ImportRoutes.Mapping().ToJsonString()), "mapping" },
        };
    }
}
