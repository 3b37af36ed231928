using System.Net.Sockets;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using MailKit.Net.Smtp;
using MimeKit;
using MimeKit.Utils;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>Hands mails over to the mail server. No address and no text of a mail is stored or logged here.</summary>
/// <param name="server">Null: none is configured.</param>
/// <param name="patience">How long a mail may take. Somebody may be waiting for the page that says whether it was sent.</param>
internal sealed partial class Mails(MailServer? server, IClock clock, ILogger<Mails> log, TimeSpan? patience = null)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public bool AreSent => server is not null;

    /// <summary>Whether somebody can be written to under a text, such as a login name: what a browser takes in a field for addresses, and nothing that
    /// could end a line of the protocol or name a second receiver.</summary>
    public static bool IsAddress(string text) => text.Length <= Account.MaximumLogin && Address().IsMatch(text) && MailboxAddress.TryParse(text, out _);

    /// <param name="path">Of this server.</param>
    /// <exception cref="InvalidOperationException">No mail server is configured.</exception>
    public string LinkTo(string path) => (server ?? throw new InvalidOperationException("No mail server is configured.")).Address + path;

    /// <remarks>Whoever asked and does not wait for the answer is written to all the same.</remarks>
    /// <returns>Null: it is sent. Else why not, by its kind: what a mail server says may quote the address.</returns>
    public async Task<string?> SendAsync(string to, MailText text, Language language)
    {
        if (server is null || !IsAddress(to))
            return "there is nobody to send it to";
        using var mail = Compose(server.From, to, text, language);
        using var client = new SmtpClient { LocalDomain = new Uri(server.Address).IdnHost, CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (_, shown, chain, errors) => server.Trusts(shown, chain, errors);
        using var patient = new CancellationTokenSource(patience ?? s_patience);
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Security, patient.Token);
            client.AuthenticationMechanisms.IntersectWith(["PLAIN", "LOGIN"]); // TLS keeps them; the others bring old hashes
            if (server.User is var (name, password))
                await client.AuthenticateAsync(name, password, patient.Token);
            await client.SendAsync(mail, patient.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var why = Kind(e);
            log.LogWarning("A mail could not be sent: {Reason}", why);
            return why;
        }

        await LeaveAsync(client, patient.Token);
        log.LogInformation("A mail was handed over to the mail server");
        return null;
    }

    private MimeMessage Compose(MailboxAddress from, string to, MailText text, Language language)
    {
        var mail = new MimeMessage { Subject = text.Subject.In(language), Body = new TextPart("plain") { Text = text.Body.In(language) } };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress("", to));
        mail.Date = clock.GetCurrentInstant().ToDateTimeOffset();
        mail.MessageId = MimeUtils.GenerateMessageId(from.Domain); // else it would name this machine
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's holiday answers it
        return mail;
    }

    /// <summary>The mail is taken; a server that does not part well has it still.</summary>
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException)
        {
            // disposing ends the connection
        }
    }

    private static string Kind(Exception e) => e switch
    {
        SmtpCommandException refused => $"{refused.ErrorCode}, {(int)refused.StatusCode}",
        SocketException socket => $"{socket.SocketErrorCode}",
        OperationCanceledException => "the mail server took too long",
        _ => e.GetType().Name,
    };

    [GeneratedRegex(@"\A[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex Address();
}
