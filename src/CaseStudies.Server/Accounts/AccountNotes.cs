using CaseStudies.Domain;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Accounts;

/// <summary>Notes in the security log of each organisation of a person what happened to the person's account.</summary>
internal sealed class AccountNotes(SecurityLog log, Identities identities)
{
    public async Task NoteAsync(HttpContext context, Account account, SecurityEvent what)
    {
        await NoteAsync(context, await identities.IdOfAsync(Account.Issuer, account.Id, context.RequestAborted), what);
    }

    /// <summary>Of whoever asked some time ago, and may be anybody.</summary>
    public async Task NoteAsync(SecurityNote note, Account account, CancellationToken cancellation) => await log.NoteOfMemberAsync(
        note with { Member = (await identities.IdOfAsync(Account.Issuer, account.Id, cancellation)).Value }, cancellation);

    public Task NoteAsync(HttpContext context, MemberId member, SecurityEvent what) =>
        log.NoteOfMemberAsync(log.Of(context, what, member.Value), context.RequestAborted);

    /// <summary>Of whoever is signed in.</summary>
    public Task NoteAsync(HttpContext context, SecurityEvent what) => log.NoteOfMemberAsync(log.Of(context, what), context.RequestAborted);

    /// <summary>Somebody failed of whom is not known who it is; the program's own log has it.</summary>
    public void NoteStranger(HttpContext context) => log.NoteOfNobody(log.Of(context, SecurityEvent.SignInFailed));
}
