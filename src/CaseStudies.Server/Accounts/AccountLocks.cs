using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CaseStudies.Server.Accounts;

/// <summary>What an operator does to an account besides making it: disabling and enabling it, and ending sessions.</summary>
internal sealed class AccountLocks(AccountsDb database, UserManager<Account> users)
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

    /// <param name="account">Null: of everybody.</param>
    /// <returns>How many there were.</returns>
    public Task<int> EndSessionsAsync(Account? account, CancellationToken cancellation) =>
        database.Sessions.Where(s => account == null || s.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
}
