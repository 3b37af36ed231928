using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using OtpNet;

namespace CaseStudies.Server.Accounts;

/// <summary>The code that an app shows (TOTP, RFC 6238), asked for after the password, and the recovery codes for when it is lost.</summary>
internal sealed class SecondFactor(UserManager<Account> users, AccountsDb database, IClock clock)
{
    public const int RecoveryCodes = 10;

    private const string Used = "used-code";

    /// <summary>Of thirty seconds each: the present step, and the one before it for the way (RFC 6238, section 5.2).</summary>
    private static readonly VerificationWindow s_steps = new(previous: 1, future: 0);

    /// <summary>Longer than any code is taken.</summary>
    private static readonly Duration s_remembered = Duration.FromMinutes(10);

    /// <summary>Whoever comes here knows the password, so that the owner is kept out by nobody else.</summary>
    private static readonly TimeSpan s_locked = TimeSpan.FromMinutes(15);

    /// <summary>Whether the account has more than a password: codes of an app, or a passkey.</summary>
    public async Task<bool> IsThereAsync(Account account) => account.TwoFactorEnabled || await HasPasskeyAsync(account);

    public Task<bool> HasPasskeyAsync(Account account) => database.UserPasskeys.AnyAsync(p => p.UserId == account.Id);

    /// <summary>A new secret, which asks for nothing until a code of it was shown.</summary>
    public async Task<string> BeginAsync(Account account)
    {
        await users.ResetAuthenticatorKeyAsync(account);
        return (await users.GetAuthenticatorKeyAsync(account))!;
    }

    /// <returns>The recovery codes, which nobody can see again; null if the code is not right.</returns>
    public async Task<IReadOnlyList<string>?> SwitchOnAsync(Account account, string typed)
    {
        if (!await IsRightAsync(account, Plain(typed)))
            return null;
        await users.SetTwoFactorEnabledAsync(account, true);
        return await NewRecoveryCodesAsync(account);
    }

    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Account account) =>
        [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];

    public Task<int> RecoveryCodesLeftAsync(Account account) => users.CountRecoveryCodesAsync(account);

    public async Task SwitchOffAsync(Account account)
    {
        await users.SetTwoFactorEnabledAsync(account, false);
        await database.UserTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync();
    }

    /// <param name="typed">A code of the app, or a recovery code.</param>
    /// <returns>Whether it is right, and was not used before. Ten wrong ones lock the account on every node.</returns>
    public async Task<bool> CheckAsync(Account account, string typed)
    {
        if (await users.IsLockedOutAsync(account))
            return false;
        var code = Plain(typed);
        var right = code.All(char.IsAsciiDigit) ? await IsRightAsync(account, code) : (await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        if (right)
            return (await users.ResetAccessFailedCountAsync(account)).Succeeded;
        await users.AccessFailedAsync(account);
        if (await users.IsLockedOutAsync(account))
            await users.SetLockoutEndDateAsync(account, TimeProvider.System.GetUtcNow() + s_locked);
        return false;
    }

    /// <summary>As the app or the list of codes has it, however it was typed.</summary>
    private static string Plain(string typed)
    {
        var plain = string.Concat(PasswordRules.Typed(typed).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return plain.All(char.IsAsciiDigit) ? plain
            : plain.Replace("-", "", StringComparison.Ordinal) is { Length: 10 } code ? $"{code[..5]}-{code[5..]}" : plain;
    }

    /// <summary>A code opens once, on whichever node.</summary>
    private async Task<bool> IsRightAsync(Account account, string code)
    {
        var instant = clock.GetCurrentInstant();
        // Not by the framework, which takes the codes of two steps before and after.
        if (await users.GetAuthenticatorKeyAsync(account) is not { } secret
            || !new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(instant.ToDateTimeUtc(), code, out _, s_steps))
            return false;
        var (now, limit) = (InstantPattern.General.Format(instant), InstantPattern.General.Format(instant - s_remembered));
        await database.UserTokens.Where(t => t.UserId == account.Id && t.LoginProvider == Used && string.Compare(t.Value, limit) < 0).ExecuteDeleteAsync();
        return await database.Database.ExecuteSqlAsync(
            $"""
            insert into accounts.tokens (user_id, login_provider, name, value) values ({account.Id}, {Used}, {code}, {now}) on conflict do nothing
            """) == 1;
    }
}
