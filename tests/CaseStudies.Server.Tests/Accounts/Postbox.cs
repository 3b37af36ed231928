using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using CaseStudies.Server.Tests.Access;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>A mail server within the tests, over real sockets: it keeps what it takes.</summary>
internal sealed class Postbox : MessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "casestudies", Password = "a mail server's own secret";

    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource? _held;

    /// <param name="Receivers">As the protocol names them, whatever the mail says.</param>
    internal sealed record Received(ImmutableArray<string> Receivers, MimeMessage Mail, bool Encrypted, string User);

    public int Port { get; } = Startup.FreePort();

    /// <summary>To whom it delivers nothing.</summary>
    public ImmutableHashSet<string> Refused { get; set; } = [];

    /// <param name="certificate">Null: it offers no encryption.</param>
    /// <param name="atOnce">TLS from the first byte, instead of STARTTLS.</param>
    /// <param name="asks">Whether it takes mails of its user alone.</param>
    public static Postbox Open(X509Certificate2? certificate = null, bool atOnce = false, bool asks = false)
    {
        var box = new Postbox();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e =>
        {
            e.Endpoint(new IPEndPoint(IPAddress.Loopback, box.Port)).IsSecure(atOnce).AuthenticationRequired(asks);
            if (certificate is not null)
                e.Certificate(certificate);
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)box);
        services.Add((IMailboxFilter)box);
        services.Add((IUserAuthenticator)box);
        box._running = new SmtpServer.SmtpServer(options, services).StartAsync(box._stop.Token);
        return box;
    }

    /// <summary>An authority of its own, and the certificate that it signed for a name.</summary>
    public static (X509Certificate2 Authority, X509Certificate2 Signed) Certificates(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, critical: false));
        // By the real clock, as TLS judges them.
        var authority = root.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail server of a test", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = made.CopyWithPrivateKey(own);
        return (authority, X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null));
    }

    /// <summary>From now on it answers nobody who names a receiver, until it is told to go on.</summary>
    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn()
    {
        _held?.TrySetResult();
        _held = null;
    }

    /// <summary>The next mail, in the order in which they came.</summary>
    public async Task<Received> NextAsync() => await _received.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool IsEmpty => !_received.Reader.TryPeek(out _);

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(buffer.ToArray());
        var mail = await MimeMessage.LoadAsync(bytes, cancellationToken);
        _received.Writer.TryWrite(
            new([.. transaction.To.Select(t => $"{t.User}@{t.Host}")], mail, context.Pipe.IsSecure, context.Authentication.User ?? ""));
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken)
    {
        if (_held is { } held)
            await held.Task.WaitAsync(cancellationToken);
        return !Refused.Contains($"{to.User}@{to.Host}");
    }

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
        Task.FromResult((user, password) == (User, Password));

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stop.Dispose();
    }
}
