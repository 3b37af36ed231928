using CaseStudies.Domain;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CaseStudies.Server.Accounts;

/// <summary>What an operator does to an account besides making it: disabling and enabling it, and ending sessions.</summary>
internal sealed class AccountLocks(AccountsDb database, UserManager<Account> users, Identities identities)
{
    /// <summary>Its sessions and links end, and neither password nor passkey begins another one. It stays a member of its organisations.</summary>
    public async Task DisableAsync(Account account, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await users.SetLockoutEndDateAsync(account, Account.Forever);
        // Who has shown the password, and not yet the code, begins anew.
        await users.UpdateSecurityStampAsync(account);
        await database.Links.Where(l => l.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await EndSessionsAsync(account, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task EnableAsync(Account account)
    {
        await users.SetLockoutEndDateAsync(account, null);
        await users.ResetAccessFailedCountAsync(account);
    }

    /// <returns>How many there were.</returns>
    public Task<int> EndSessionsAsync(Account account, CancellationToken cancellation) =>
        database.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellation);

    /// <summary>Somebody who signs in at the identity provider, whose tokens of before open nothing any more either.</summary>
    /// <param name="member">Null: everybody, with an account or without.</param>
    /// <returns>How many sessions there were; null: nobody has that id.</returns>
    public async Task<int?> SignOutAsync(MemberId? member, CancellationToken cancellation)
    {
        var known = await identities.SignOutAsync(member, cancellation);
        var id = member?.Value;
        return known || member is null ? await database.Sessions.Where(s => id == null || s.Member == id).ExecuteDeleteAsync(cancellation) : null;
    }
}
