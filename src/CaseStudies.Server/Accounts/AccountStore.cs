using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CaseStudies.Server.Accounts;

/// <summary>The framework's store, but for recovery codes, which it would keep as they are. A code is short, so that it is hashed as a password is.</summary>
internal sealed class AccountStore(AccountsDb context, IPasswordHasher<Account> hasher, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<Account, AccountsDb>(context, describer)
{
    /// <summary>Where the framework keeps them, one after the other. It counts them there.</summary>
    private const string Provider = "[AspNetUserStore]", Name = "RecoveryCodes";

    private const char Between = ';';

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(c => hasher.HashPassword(user, c)).ToList(), cancellationToken);

    /// <remarks>The account is saved with it, so that of two who show one code at once, one is refused.</remarks>
    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var hashes = (await GetTokenAsync(user, Provider, Name, cancellationToken) ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries);
        if (hashes.FirstOrDefault(h => hasher.VerifyHashedPassword(user, h, code) != PasswordVerificationResult.Failed) is not { } used)
            return false;
        await base.ReplaceCodesAsync(user, hashes.Where(h => h != used), cancellationToken);
        return true;
    }
}
