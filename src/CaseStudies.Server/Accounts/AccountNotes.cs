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

    public Task NoteAsync(HttpContext context, MemberId member, SecurityEvent what) =>
        log.NoteOfMemberAsync(log.Of(context, what, member.Value), context.RequestAborted);

    /// <summary>Of whoever is signed in.</summary>
    public Task NoteAsync(HttpContext context, SecurityEvent what) => log.NoteOfMemberAsync(log.Of(context, what), context.RequestAborted);

    /// <summary>Somebody failed of whom is not known who it is; the program's own log has it.</summary>
    public void NoteStranger(HttpContext context) => log.NoteOfNobody(log.Of(context, SecurityEvent.SignInFailed));
}
