using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>Links for those who have no password yet, or have forgotten it. Whoever has the link sets the password; nobody else ever knows it.</summary>
internal sealed class OneTimeLinks(AccountsDb database, UserManager<Account> users, SecondFactor second, IClock clock)
{
    public const string Path = "/link";

    /// <summary>
    /// With this begin links that anybody can have sent who knows the login name. Others have no dot, and the hash covers it: nobody makes one the other.
    /// </summary>
    private const string Asked = "asked.";

    public static Duration Lifetime { get; } = Duration.FromDays(7);

    public static Duration AskedLifetime { get; } = Duration.FromHours(1);

    /// <returns>The text at the end of the link. Earlier links to the account are void.</returns>
    public async Task<string> MakeAsync(Account account, CancellationToken cancellation)
    {
        await database.Links.Where(l => l.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        return await AddAsync("", account, Lifetime, cancellation);
    }

    /// <summary>The link that somebody asked for who may be anybody, to be sent to the account's owner alone.</summary>
    /// <returns>Null: the account has more than a password, which only an operator takes away. Earlier links stay: a stranger voids none.</returns>
    public async Task<string?> MakeAskedAsync(Account account, CancellationToken cancellation) =>
        account.IsDisabled || await second.IsThereAsync(account) ? null : await AddAsync(Asked, account, AskedLifetime, cancellation);

    /// <returns>Null: there is no such link, it was used, or it is too old.</returns>
    public async Task<Account?> FindAsync(string token, CancellationToken cancellation)
    {
        var (hash, now) = (Secret.Hash(token), clock.GetCurrentInstant());
        var link = await database.Links.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash && l.ExpiresAt > now, cancellation);
        if (link is null || await users.FindByIdAsync(link.AccountId) is not { IsDisabled: false } account)
            return null;
        // A mailbox alone takes away no factor that was added since.
        return token.StartsWith(Asked, StringComparison.Ordinal) && await second.IsThereAsync(account) ? null : account;
    }

    /// <summary>
    /// Sets the password, takes second factor and passkeys away and ends all sessions of the account, whoever has them. A password that is refused
    /// leaves the link as it was.
    /// </summary>
    /// <returns>Why the password is refused; null if it is set. If two come with the same link at once, the second finds none.</returns>
    public async Task<(Account? Account, string? Refused)> SetPasswordAsync(string token, string password, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (await FindAsync(token, cancellation) is not { } account)
            return (null, null);
        var hash = Secret.Hash(token);
        if (await database.Links.Where(l => l.Hash == hash).ExecuteDeleteAsync(cancellation) == 0)
            return (null, null);
        var set = await users.ResetPasswordAsync(account, await users.GeneratePasswordResetTokenAsync(account), password);
        if (!set.Succeeded)
            return (account, set.Errors.First().Code);
        // Who has this link was known to the operator, or there is nothing more; whoever has phone or codes may be who it is to be taken from.
        await second.SwitchOffAsync(account);
        await database.UserPasskeys.Where(p => p.UserId == account.Id).ExecuteDeleteAsync(cancellation);
        await database.Links.Where(l => l.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await users.SetLockoutEndDateAsync(account, null);
        await users.ResetAccessFailedCountAsync(account);
        await database.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return (account, null);
    }

    private async Task<string> AddAsync(string kind, Account account, Duration lifetime, CancellationToken cancellation)
    {
        var (token, now) = (kind + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), clock.GetCurrentInstant());
        await database.Links.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        database.Links.Add(new() { Hash = Secret.Hash(token), AccountId = account.Id, ExpiresAt = now + lifetime });
        await database.SaveChangesAsync(cancellation);
        return token;
    }
}
