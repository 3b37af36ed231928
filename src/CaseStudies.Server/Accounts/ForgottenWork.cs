using System.Threading.Channels;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Sends the links that people ask for, one after the other, once they are answered: who asks learns from no time whether there is such an account. What
/// waits is in memory alone, because it is e-mail addresses; who loses it by a restart asks again.
/// </summary>
internal sealed class ForgottenWork(IServiceScopeFactory scopes, Mails mails, AccountNotes notes, ILogger<ForgottenWork> log) : BackgroundService
{
    private const int MostWaiting = 100;

    private readonly Channel<Asked> _waiting =
        Channel.CreateBounded<Asked>(new BoundedChannelOptions(MostWaiting) { SingleReader = true }); // one that is full says so

    /// <param name="Login">As it was typed.</param>
    /// <param name="Note">Who asked, by the network address.</param>
    internal sealed record Asked(string Login, Language Language, SecurityNote Note);

    /// <summary>Nobody waits for it.</summary>
    public void Ask(Asked asked)
    {
        if (!_waiting.Writer.TryWrite(asked))
            log.LogWarning("A link that was asked for is not sent, because {Number} are waiting", MostWaiting);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var asked in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(asked, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("A link that was asked for could not be made: {Exception}", e.GetType().Name); // the message may quote data
            }
        }
    }

    private async Task SendAsync(Asked asked, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!Mails.IsAddress(asked.Login)
            || await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(asked.Login) is not { } account
            || await scope.ServiceProvider.GetRequiredService<OneTimeLinks>().MakeAskedAsync(account, cancellation) is not { } token)
            return;
        await notes.NoteAsync(asked.Note, account, cancellation);
        // To the address as the account has it: two that are typed differently can be found as one.
        await mails.SendAsync(account.UserName!, MailTexts.Forgotten(mails.LinkTo($"{OneTimeLinks.Path}/{token}")), asked.Language);
    }
}
