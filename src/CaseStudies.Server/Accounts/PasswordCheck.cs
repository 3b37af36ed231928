using System.Diagnostics;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Compares a password with that of the account. Who asks learns from no text and no time whether there is such an account, whether it has a password, and
/// whether it is locked.
/// </summary>
internal sealed class PasswordCheck(UserManager<Account> users, SignInManager<Account> signIn, IPasswordHasher<Account> hasher)
{
    /// <summary>A refusal takes at least so long: what is stored about a wrong try takes longer than not finding the account.</summary>
    private static readonly TimeSpan s_refusal = TimeSpan.FromMilliseconds(500);

    private static readonly Account s_nobody = new();
    private static string? s_nothing;

    /// <param name="password">As <see cref="PasswordRules.Typed"/> gives it.</param>
    /// <returns>Null if it is not the right one, or the account may not be tried now.</returns>
    public async Task<Account?> CheckAsync(string login, string password, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        if (await RightAsync(login, password) is { } account)
            return account;
        if (s_refusal - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, cancellation);
        return null;
    }

    private async Task<Account?> RightAsync(string login, string password)
    {
        if (login.Length <= Account.MaximumLogin && password.Length <= PasswordRules.Longest
            && await users.FindByNameAsync(login) is { PasswordHash: not null } account && !await users.IsLockedOutAsync(account))
            return (await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded ? account : null;
        s_nothing ??= hasher.HashPassword(s_nobody, "nobody has this");
        hasher.VerifyHashedPassword(s_nobody, s_nothing, password[..Math.Min(password.Length, PasswordRules.Longest)]);
        return null;
    }
}
