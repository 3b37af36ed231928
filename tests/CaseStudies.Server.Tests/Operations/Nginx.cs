using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaseStudies.Server.Tests.Access;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>nginx with the operators' example, <c>ops/nginx/casestudies.conf</c>, on free ports and with a certificate of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public const string Host = "casestudies.example.org";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("casestudies-nginx-");
    private readonly int _plain = Startup.FreePort();
    private readonly int _secure = Startup.FreePort();
    private Process? _process;

    public static string? Program { get; } = new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    public HttpClient Secure { get; private set; } = null!;
    public HttpClient Plain { get; private set; } = null!;

    public async Task StartAsync(Uri server, CancellationToken cancellation)
    {
        WriteCertificate();
        if (!OperatingSystem.IsWindows()) // started by root, its workers are somebody else
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(In("casestudies.conf"), Example(server), cancellation);
        await File.WriteAllTextAsync(In("nginx.conf"), $$"""
            daemon off;
            pid {{In("nginx.pid")}};
            error_log stderr warn;
            events { }
            http {
                access_log off;
                client_body_temp_path {{In("body")}};
                proxy_temp_path {{In("proxy")}};
                fastcgi_temp_path {{In("fastcgi")}};
                uwsgi_temp_path {{In("uwsgi")}};
                scgi_temp_path {{In("scgi")}};
                include {{In("casestudies.conf")}};
            }
            """, cancellation);
        string[] arguments = ["-e", "stderr", "-p", _folder.FullName, "-c", In("nginx.conf")];
        _process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardError = true })!;
        var said = _process.StandardError.ReadToEndAsync(cancellation);
        (Secure, Plain) = (Client($"https://{Host}/"), Client($"http://{Host}/"));
        await Until.TrueAsync(async () => _process.HasExited || await AnswersAsync(cancellation));
        Assert.False(_process.HasExited, _process.HasExited ? await said : "");
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Secure.GetAsync(new Uri("health/live", UriKind.Relative), cancellation);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Secure?.Dispose();
        Plain?.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The file as it is handed out; what differs from machine to machine is replaced, and must be there to be replaced.</summary>
    private string Example(Uri server)
    {
        var text = File.ReadAllText(Path.Combine(SourceFolder(), "ops", "nginx", "casestudies.conf"));
        foreach (var (from, to) in new[]
        {
            ("server 127.0.0.1:8080;", $"server {server.Authority};"),
            ("listen 80;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_plain};")),
            ("listen 443 ssl http2;", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{_secure} ssl http2;")),
            ("/etc/ssl/casestudies/fullchain.pem", In("fullchain.pem")),
            ("/etc/ssl/casestudies/privkey.pem", In("privkey.pem")),
        })
        {
            Assert.Equal(2, text.Split(from).Length);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(In("fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(In("privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>By the example's name, which no resolver knows.</summary>
    private HttpClient Client(string address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == 443 ? _secure : _plain, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == $"CN={Host}" },
    })
    { BaseAddress = new(address) };

    /// <summary>A connection on which a test writes what no client would.</summary>
    public async Task<SslStream> ConnectAsync(CancellationToken cancellation, Action<SslClientAuthenticationOptions>? change = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _secure, cancellation);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = Host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == $"CN={Host}",
        };
        change?.Invoke(options);
        await stream.AuthenticateAsClientAsync(options, cancellation);
        return stream;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    public static string SourceFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CaseStudies.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The sources are not above the tests.");
        return folder;
    }
}
