using System.Diagnostics;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Rules;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>The certificate that <c>ops/certificate</c> makes for phones in the same room.</summary>
public sealed class CertificateTests(PostgresFixture postgres) : IDisposable
{
    private static readonly string s_script = Repository.Path("ops", "certificate");
    private readonly string _folder = Directory.CreateTempSubdirectory("certificate-").FullName;

    private string Made => Path.Combine(_folder, "made");

    [Fact]
    public async Task Whoever_trusts_its_authority_reaches_the_server_and_nobody_else_does()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed.");
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(0, (await RunAsync(Made, "127.0.0.1", "laptop.local")).Code);
        Assert.Equal(["authority.crt", "server.crt", "server.key"], Directory.GetFiles(Made).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var server = await ServerProcess.StartAsync(await postgres.NewDatabaseAsync(), stop, new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__Https__Url"] = "https://127.0.0.1:0", ["Kestrel__Certificates__Default__Path"] = Path.Combine(Made, "server.crt"),
            ["Kestrel__Certificates__Default__KeyPath"] = Path.Combine(Made, "server.key"),
        });
        Assert.Equal("https", server.Address.Scheme);

        using var phone = new HttpClient(Trusting(Path.Combine(Made, "authority.crt")));
        using var answer = await phone.GetAsync(new Uri(server.Address, "/health/live"), stop);
        using var stranger = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri(server.Address, "/health/live"), stop));
        Assert.IsType<AuthenticationException>(refused.InnerException);
    }

    [Fact]
    public async Task It_writes_over_nothing_and_makes_none_for_what_is_no_name()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed.");
        Assert.Equal(2, (await RunAsync(Made)).Code);
        var (code, said) = await RunAsync(Made, "laptop;local");
        Assert.Equal(2, code);
        Assert.Contains("laptop.local", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Made));

        Directory.CreateDirectory(Made);
        Assert.NotEqual(0, (await RunAsync(Made, "laptop.local")).Code);
        Assert.Empty(Directory.GetFiles(Made));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static SocketsHttpHandler Trusting(string authority)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
        };
        return handler;
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(s_script, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (script.ExitCode, said);
    }
}
