using System.Collections.Immutable;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using MailKit.Security;
using MimeKit;

namespace CaseStudies.Server.Accounts;

/// <summary>To which mail server links are handed over, and how (<c>Mail:…</c>).</summary>
internal sealed class MailServer
{
    /// <summary>Setting: with which links begin that are not made for a request.</summary>
    public const string LinkAddress = "Accounts:Address";

    private const string Section = "Mail", ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly ImmutableArray<string> s_names =
        ["Host", "Port", "Security", "AllowClearText", "CertificateAuthority", "From", "User", "Password"];

    public required string Host { get; init; }
    public required int Port { get; init; }
    public required SecureSocketOptions Security { get; init; }
    public required MailboxAddress From { get; init; }

    /// <summary>With which links begin, without a slash at the end.</summary>
    public required string Address { get; init; }

    /// <summary>Null: the mail server knows this one by its network address.</summary>
    public (string Name, string Password)? User { get; init; }

    /// <summary>Who signs certificates for the mail server, and nobody else; null: whom the machine trusts.</summary>
    public X509Certificate2Collection? Authority { get; init; }

    /// <returns>Null: none is configured, and links are shown to whoever makes them.</returns>
    /// <exception cref="StartupException">What is set does not go together.</exception>
    public static MailServer? Read(IConfiguration configuration)
    {
        var set = configuration.GetSection(Section).GetChildren().Where(c => !string.IsNullOrWhiteSpace(c.Value))
            .ToDictionary(c => c.Key, c => c.Value!.Trim(), StringComparer.OrdinalIgnoreCase);
        if (set.Count == 0)
            return null;
        if (set.Keys.FirstOrDefault(k => !s_names.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new StartupException(new(
                $"{Section}:{unknown} という設定はありません。メールの設定は {string.Join("、", s_names.Select(n => $"{Section}__{n}"))} です。",
                $"{Section}:{unknown} is no setting. Those of mail are {string.Join(", ", s_names.Select(n => $"{Section}__{n}"))}."));
        if (!set.TryGetValue("Host", out var host) || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new StartupException(new(
                "Mail:Host がメールサーバーの名前ではありません。smtp.example.org のような名前だけを Mail__Host に設定してください(ポートは Mail__Port)。",
                "Mail:Host is no name of a mail server. Set Mail__Host to a name alone, such as smtp.example.org; its port is Mail__Port."));
        var security = SecurityOf(set, host, SignIn.Switch(configuration, $"{Section}:AllowClearText", otherwise: false));
        return new()
        {
            Host = host, Port = PortOf(set, security), Security = security, From = FromOf(set), Address = AddressOf(configuration[LinkAddress]),
            User = UserOf(set), Authority = AuthorityOf(set),
        };
    }

    /// <summary>Whether the certificate is that of the server, by a signature of whoever is trusted. Nobody is asked whether it was revoked.</summary>
    public bool Trusts(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (Authority is null)
            return errors == SslPolicyErrors.None;
        // A certificate for another name is of no use, whoever signed it.
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || shown is not X509Certificate2 certificate)
            return false;
        using var own = new X509Chain();
        (own.ChainPolicy.TrustMode, own.ChainPolicy.RevocationMode) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck);
        own.ChainPolicy.CustomTrustStore.AddRange(Authority);
        own.ChainPolicy.ApplicationPolicy.Add(new(ServerAuthentication));
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return own.Build(certificate);
    }

    private static SecureSocketOptions SecurityOf(Dictionary<string, string> set, string host, bool allowed)
    {
        return set.GetValueOrDefault("Security", "starttls").ToLowerInvariant() switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" when allowed || LocalAddresses.IsLoopback(host) => SecureSocketOptions.None,
            "none" => throw new StartupException(new(
                "Mail:Security が none では、リンクもパスワードも暗号化されずに送られます。Mail__Security を starttls か tls にしてください。"
                + "途中の経路をほかの方法で守っているときだけ、Mail__AllowClearText=true を設定してください。",
                "With Mail:Security none, links and the password are sent in clear. Set Mail__Security to starttls or tls; "
                + "or Mail__AllowClearText=true, if the way to the mail server is protected otherwise.")),
            _ => throw new StartupException(new(
                "Mail:Security は starttls、tls、none のどれかです。", "Mail:Security is starttls, tls or none.")),
        };
    }

    private static int PortOf(Dictionary<string, string> set, SecureSocketOptions security)
    {
        if (!set.TryGetValue("Port", out var text))
            return security switch { SecureSocketOptions.SslOnConnect => 465, SecureSocketOptions.None => 25, _ => 587 };
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port : throw new StartupException(new("Mail:Port は 1 から 65535 までの数です。", "Mail:Port is a number from 1 to 65535."));
    }

    private static MailboxAddress FromOf(Dictionary<string, string> set) =>
        MailboxAddress.TryParse(set.GetValueOrDefault("From", ""), out var from) && Mails.IsAddress(from.Address) ? from : throw new StartupException(new(
            "Mail:From がメールアドレスではありません。差出人のアドレス(no-reply@example.org など)を Mail__From に設定してください。",
            "Mail:From is no e-mail address. Set Mail__From to the address that mails come from, such as no-reply@example.org."));

    /// <summary>Of links that are sent: one that began with what a request calls this server could lead elsewhere.</summary>
    private static string AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" }
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && LocalAddresses.IsLoopback(address.Host)))
            ? address.AbsoluteUri.TrimEnd('/') : throw new StartupException(new(
                "メールを送るには、リンクの先頭になるこのサーバーのアドレスが必要です。https://casestudies.example.org のように、https:// で始まるアドレスを "
                + "Accounts__Address に設定してください。",
                "Mails need the address of this server, with which their links begin. Set Accounts__Address to an address that begins with https://, "
                + "such as https://casestudies.example.org."));

    private static (string Name, string Password)? UserOf(Dictionary<string, string> set) =>
        (set.GetValueOrDefault("User"), set.GetValueOrDefault("Password")) switch
        {
            (null, null) => null,
            ({ } name, { } password) => (name, password),
            _ => throw new StartupException(new(
                "Mail:User と Mail:Password の片方だけが設定されています。両方を設定するか、どちらも設定しないでください。",
                "Of Mail:User and Mail:Password one is missing. Set both Mail__User and Mail__Password, or neither.")),
        };

    private static X509Certificate2Collection? AuthorityOf(Dictionary<string, string> set)
    {
        if (!set.TryGetValue("CertificateAuthority", out var file))
            return null;
        var authority = new X509Certificate2Collection();
        try
        {
            authority.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // told below
        }

        return authority.Count > 0 ? authority : throw new StartupException(new(
            $"Mail:CertificateAuthority のファイル {file} から証明書を読めません。メールサーバーの証明書に署名した認証局の証明書(PEM)のファイルを指定してください。",
            $"No certificate can be read from {file}, which Mail:CertificateAuthority names. Name a PEM file with the certificate of the authority that "
            + "signed the mail server's."));
    }
}
