using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Tests.Access;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;
using NodaTime;
using NodaTime.Testing;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Mails go to a real mail server, or it is said that they did not.</summary>
public sealed class MailsTests : IDisposable
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 4, 1, 9, 30);

    private const string To = "taro.yamada@example.org", Link = "https://casestudies.example/link/not-for-everybody";

    private static readonly MailText s_text = MailTexts.Forgotten(Link);

    private readonly CapturedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_mail_goes_encrypted_and_with_name_and_password(bool atOnce)
    {
        var (authority, signed) = Postbox.Certificates("localhost");
        await using var box = Postbox.Open(signed, atOnce, asks: true);

        Assert.Null(await SendAsync(Server(box.Port, atOnce ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, authority)));

        var received = await box.NextAsync();
        Assert.Equal((true, Postbox.User), (received.Encrypted, received.User));
        Assert.Equal([To], received.Receivers);
        Assert.Equal(s_now.ToDateTimeOffset(), received.Mail.Date);
        Assert.Equal((To, "\"CaseStudies\" <no-reply@example.org>"), (received.Mail.To.ToString().Trim('"'), received.Mail.From.ToString()));
        Assert.Equal(["Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"],
            Headers(received.Mail));
        Assert.EndsWith("@example.org", received.Mail.MessageId, StringComparison.Ordinal); // not the name of this machine
        var body = Assert.IsType<TextPart>(received.Mail.Body);
        Assert.Equal(("text/plain", "utf-8"), (body.ContentType.MimeType, body.ContentType.Charset));
    }

    [Theory]
    [InlineData(Language.Ja, "パスワードの再設定", "1時間以内に一度だけ"), InlineData(Language.En, "Set a new password", "It works once, within an hour")]
    public async Task It_says_in_one_language_what_to_do(Language language, string subject, string says)
    {
        await using var box = Postbox.Open();

        Assert.Null(await SendAsync(Server(box.Port, SecureSocketOptions.None), language: language));

        var mail = (await box.NextAsync()).Mail;
        Assert.Equal(subject, mail.Subject);
        Assert.Contains(says, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"\n{Link}\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(language == Language.Ja, mail.TextBody!.Any(c => c is >= '\u3040' and <= '\u30ff'));
    }

    [Theory]
    [InlineData("wrong password", "AuthenticationException"), InlineData("unknown authority", "SslHandshakeException")]
    [InlineData("certificate of another", "SslHandshakeException"), InlineData("no encryption", "NotSupportedException")]
    [InlineData("refused receiver", "RecipientNotAccepted, 550"), InlineData("down", "ConnectionRefused")]
    [InlineData("silent", "the mail server took too long"), InlineData("slow", "the mail server took too long")]
    public async Task What_keeps_a_mail_back_is_told_by_its_kind_and_the_log_names_nobody(string trouble, string why)
    {
        var (authority, signed) = Postbox.Certificates(trouble == "certificate of another" ? "other.example" : "localhost");
        await using var box = Postbox.Open(trouble == "no encryption" ? null : signed, asks: trouble != "no encryption");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = trouble switch { "down" => Startup.FreePort(), "silent" => ((IPEndPoint)silent.LocalEndpoint).Port, _ => box.Port };
        if (trouble == "slow")
            box.Hold();
        box.Refused = trouble == "refused receiver" ? [To] : [];
        var server = Server(port, SecureSocketOptions.StartTls, trouble == "unknown authority" ? null : authority,
            trouble == "wrong password" ? "another" : Postbox.Password);

        Assert.Equal(why, await SendAsync(server, patience: trouble is "silent" or "slow" ? TimeSpan.FromSeconds(1) : null));

        Assert.True(box.IsEmpty);
        Assert.Contains($"A mail could not be sent: {why}", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("taro", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-everybody", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("another", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_another_authority_is_refused_also_if_the_machine_trusts_it()
    {
        var ((authority, signed), (other, _)) = (Postbox.Certificates("localhost"), Postbox.Certificates("localhost"));
        var server = Server(25, SecureSocketOptions.StartTls, other);
        using var chain = new X509Chain();
        Assert.False(server.Trusts(signed, chain, SslPolicyErrors.None));
        Assert.True(Server(25, SecureSocketOptions.StartTls, authority).Trusts(signed, chain, SslPolicyErrors.None));
        Assert.False(Server(25, SecureSocketOptions.StartTls, authority).Trusts(signed, chain, SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    [Fact]
    public async Task What_was_taken_is_sent_also_if_the_server_does_not_part_well()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = TakeAndHangUpAsync(listener);

        Assert.Null(await SendAsync(Server(((IPEndPoint)listener.LocalEndpoint).Port, SecureSocketOptions.None, password: null)));

        Assert.Contains("no-reply@example.org", await taken, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@b.jp\r\nBcc: c@d.jp"), InlineData("a@b.jp\nRCPT TO:<c@d.jp>"), InlineData("a@b.jp\r"), InlineData("a@b.jp\n"), InlineData("a@b.jp\0")]
    [InlineData("a@b.jp, c@d.jp"), InlineData("a@b.jp;c@d.jp"), InlineData("A <a@b.jp>"), InlineData("<a@b.jp>"), InlineData("a@b.jp (c)")]
    [InlineData("\"a b\"@c.jp"), InlineData("\"a\r\nBcc: c@d.jp\"@b.jp"), InlineData("a@b@c.jp"), InlineData("@b.jp"), InlineData("a@"), InlineData("a")]
    [InlineData(""), InlineData("a@[127.0.0.1]"), InlineData("a@-b.jp"), InlineData("a@b..jp"), InlineData(" a@b.jp"), InlineData("a b@c.jp")]
    [InlineData("山田@example.jp"), InlineData("a@例え.jp"), InlineData("a\u2028@b.jp"), InlineData("g: a@b.jp;")]
    public async Task What_is_no_single_address_is_sent_nothing(string hostile)
    {
        await using var box = Postbox.Open();
        Assert.False(Mails.IsAddress(hostile));
        Assert.NotNull(await SendAsync(Server(box.Port, SecureSocketOptions.None), hostile));
        Assert.True(box.IsEmpty);
    }

    [Theory]
    [InlineData("taro@example.org"), InlineData("Taro.Yamada+npo@mail.example.co.jp"), InlineData("a_b-c%d@x-y.jp"), InlineData("a'b@c.jp")]
    [InlineData("a@localhost"), InlineData("a@xn--r8jz45g.jp")]
    public void An_ordinary_address_is_one(string address) => Assert.True(Mails.IsAddress(address));

    [Fact]
    public void An_address_has_254_characters_at_most()
    {
        var host = string.Concat(Enumerable.Repeat("abcdefghi.", 20)) + "jp";
        Assert.True(Mails.IsAddress($"{new string('a', 254 - host.Length - 1)}@{host}"));
        Assert.False(Mails.IsAddress($"{new string('a', 255 - host.Length - 1)}@{host}"));
    }

    [Theory]
    [InlineData("団体\r\nBcc: evil@x.example\r\n\r\n本文"), InlineData("Org\nSubject: other\n\nText"), InlineData("x\u0085Bcc: evil@x.example")]
    [InlineData("𠮷野家\u202Eの会")]
    [InlineData("=?utf-8?q?a=0D=0ABcc:_evil@x.example?=")]
    public async Task The_name_of_an_organisation_begins_no_line_of_a_mail(string name)
    {
        await using var box = Postbox.Open();
        foreach (var language in new[] { Language.Ja, Language.En })
        {
            using var mails = new Sender(Server(box.Port, SecureSocketOptions.None), _log);
            Assert.Null(await mails.Mails.SendAsync(To, MailTexts.Invitation(new(name, name), Link), language));
            var received = await box.NextAsync();
            Assert.Equal([To], received.Receivers);
            Assert.Empty(received.Mail.Bcc);
            Assert.Equal(["Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"],
                Headers(received.Mail));
            Assert.DoesNotContain(received.Mail.TextBody!.Split('\n'), l => l.StartsWith("Bcc", StringComparison.Ordinal) || l.Contains('\u202E'));
            Assert.Contains(name.Contains("𠮷", StringComparison.Ordinal) ? "𠮷野家" : "", received.Mail.Subject, StringComparison.Ordinal);
        }
    }

    private static List<string> Headers(MimeMessage mail) =>
        [.. mail.Headers.Concat(mail.Body!.Headers).Select(h => h.Field).Append("Content-Transfer-Encoding").Distinct().Order(StringComparer.Ordinal)];

    private async Task<string?> SendAsync(MailServer server, string to = To, Language language = Language.En, TimeSpan? patience = null)
    {
        using var sender = new Sender(server, _log, patience);
        return await sender.Mails.SendAsync(to, s_text, language);
    }

    private static MailServer Server(int port, SecureSocketOptions security, X509Certificate2? authority = null, string? password = Postbox.Password) => new()
    {
        Host = "localhost", Port = port, Security = security, From = new("CaseStudies", "no-reply@example.org"), Address = "https://casestudies.example",
        User = password is null || security == SecureSocketOptions.None ? null : (Postbox.User, password),
        Authority = authority is null ? null : [authority],
    };

    /// <summary>Takes one mail as a server does, and is gone before anybody says goodbye.</summary>
    private static async Task<string> TakeAndHangUpAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        var text = new StringBuilder();
        await writer.WriteLineAsync("220 here");
        for (var inText = false; await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line;)
        {
            text.AppendLine(line);
            if (!inText)
                await writer.WriteLineAsync((inText = line == "DATA") ? "354 go on" : "250 good");
            else if (line == ".")
            {
                await writer.WriteLineAsync("250 taken");
                break;
            }
        }

        return text.ToString();
    }

    private sealed class Sender : IDisposable
    {
        private readonly ILoggerFactory _factory;

        public Sender(MailServer server, CapturedLog log, TimeSpan? patience = null)
        {
            _factory = LoggerFactory.Create(b => b.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
            Mails = new(server, new FakeClock(s_now), _factory.CreateLogger<Mails>(), patience);
        }

        public Mails Mails { get; }

        public void Dispose() => _factory.Dispose();
    }
}
