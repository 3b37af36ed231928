using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Tests.Access;
using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>What an operator sets for mail, and is told where it cannot work.</summary>
public sealed class MailServerTests
{
    private const string Good = "Mail:Host=smtp.example.org;Mail:From=no-reply@example.org;Accounts:Address=https://casestudies.example.org/";

    [Fact]
    public void Three_settings_are_enough_and_mean_encryption()
    {
        var server = Read(Good)!;
        Assert.Equal(("smtp.example.org", 587, SecureSocketOptions.StartTls), (server.Host, server.Port, server.Security));
        Assert.Equal(("no-reply@example.org", "https://casestudies.example.org"), (server.From.Address, server.Address));
        Assert.Null(server.User);
        Assert.Null(server.Authority);
    }

    [Theory]
    [InlineData("Mail:Security=tls", 465, SecureSocketOptions.SslOnConnect)]
    [InlineData("Mail:Security=StartTLS;Mail:Port=25", 25, SecureSocketOptions.StartTls)]
    [InlineData("Mail:Security=none;Mail:Host=127.0.0.1", 25, SecureSocketOptions.None)]
    [InlineData("Mail:Security=none;Mail:AllowClearText=true", 25, SecureSocketOptions.None)]
    [InlineData("Mail:From=CaseStudies <no-reply@example.org>;Accounts:Address=http://localhost:5080", 587, SecureSocketOptions.StartTls)]
    [InlineData("Accounts:Address=https://example.org/casestudies;Mail:User=u;Mail:Password=p", 587, SecureSocketOptions.StartTls)]
    public void What_works_is_taken(string more, int port, SecureSocketOptions security)
    {
        var server = Read($"{Good};{more}")!;
        Assert.Equal((port, security), (server.Port, server.Security));
        Assert.False(server.Address.EndsWith('/'));
    }

    /// <remarks>A login shell sets MAIL.</remarks>
    [Theory]
    [InlineData("Accounts:Address=no address"), InlineData("MAIL=/var/mail/taro"), InlineData("Mail:Host= ;Mail:Password=")]
    public void Where_nothing_is_set_no_mail_is_sent(string set) => Assert.Null(Read(set));

    [Theory]
    [InlineData("Mail:Host=", "Set Mail__Host"), InlineData("Mail:Host=smtp.example.org:587", "Set Mail__Host"), InlineData("Mail:Server=x", "is no setting")]
    [InlineData("Mail:Port=0", "from 1 to 65535"), InlineData("Mail:Port=65536", "from 1 to 65535"), InlineData("Mail:Port=smtp", "from 1 to 65535")]
    [InlineData("Mail:Security=ssl", "starttls, tls or none"), InlineData("Mail:Security=none", "Set Mail__Security to starttls or tls")]
    [InlineData("Mail:Security=none;Mail:AllowClearText=yes", "true or false")]
    [InlineData("Mail:From=", "Set Mail__From"), InlineData("Mail:From=CaseStudies", "Set Mail__From")]
    [InlineData("Mail:From=a@b.jp, c@d.jp", "Set Mail__From")]
    [InlineData("Accounts:Address=", "Set Accounts__Address"), InlineData("Accounts:Address=casestudies.example.org", "Set Accounts__Address")]
    [InlineData("Accounts:Address=http://casestudies.example.org", "Set Accounts__Address")]
    [InlineData("Accounts:Address=https://u:p@casestudies.example.org", "Set Accounts__Address")]
    [InlineData("Accounts:Address=https://casestudies.example.org/?x=1", "Set Accounts__Address"), InlineData("Accounts:Address=/x", "Set Accounts__Address")]
    [InlineData("Mail:User=u", "Mail__Password"), InlineData("Mail:Password=p", "Mail__User")]
    [InlineData("Mail:CertificateAuthority=/nowhere/at/all.pem", "/nowhere/at/all.pem"), InlineData("Mail:CertificateAuthority=/dev/null", "PEM file")]
    public void What_cannot_work_is_refused_in_words_that_say_what_to_set(string wrong, string says)
    {
        var refused = Assert.Throws<StartupException>(() => Read($"{Good};{wrong}"));
        Assert.Contains(says, refused.Sentence.En, StringComparison.Ordinal);
        Assert.Matches("[\\u3040-\\u30ff]", refused.Sentence.Ja);
        Assert.DoesNotMatch("[\\u3040-\\u30ff]", refused.Sentence.En);
    }

    [Fact]
    public async Task The_program_does_not_start_with_it_and_says_so_in_one_sentence()
    {
        var (exit, output, _) = await Startup.RunAsync(0, new Dictionary<string, string>
        {
            ["ConnectionStrings__CaseStudies"] = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2", ["LocalUser__Enabled"] = "true",
            ["Mail__Host"] = "smtp.example.org", ["Mail__From"] = "no-reply@example.org", ["LC_ALL"] = "C.UTF-8",
        });
        Assert.Equal(1, exit);
        Assert.Contains("Set Accounts__Address to an address that begins with https://", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static MailServer? Read(string set) => MailServer.Read(new ConfigurationBuilder().AddInMemoryCollection(
        set.Split(';').Select(s => s.Split('=', 2)).GroupBy(s => s[0]).Select(g => KeyValuePair.Create<string, string?>(g.Key, g.Last()[1]))).Build());
}
