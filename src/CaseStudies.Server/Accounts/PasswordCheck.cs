using System.Diagnostics;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Compares a password with that of the account. Who asks learns from no text and no time whether there is such an account, whether it has a password, and
/// whether it is locked.
/// </summary>
internal sealed class PasswordCheck(UserManager<Account> users, SignInManager<Account> signIn, IPasswordHasher<Account> hasher,
    AccountNotes notes)
{
    /// <summary>A refusal takes at least so long: what is stored and noted of a wrong try takes longer than not finding the account.</summary>
    private static readonly TimeSpan s_refusal = TimeSpan.FromMilliseconds(500);

    private static readonly Account s_nobody = new();
    private static string? s_nothing;

    /// <param name="password">As <see cref="PasswordRules.Typed"/> gives it.</param>
    /// <returns>Null if it is not the right one, or the account may not be tried now.</returns>
    public async Task<Account?> CheckAsync(HttpContext context, string login, string password)
    {
        var begun = Stopwatch.GetTimestamp();
        var found = login.Length <= Account.MaximumLogin ? await users.FindByNameAsync(login) : null;
        if (await RightAsync(found, password) is { } account)
            return account;
        if (found is null)
            notes.NoteStranger(context);
        else
            await notes.NoteAsync(context, found, SecurityEvent.SignInFailed);
        if (s_refusal - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, context.RequestAborted);
        return null;
    }

    private async Task<Account?> RightAsync(Account? found, string password)
    {
        if (password.Length <= PasswordRules.Longest && found is { PasswordHash: not null } account && !await users.IsLockedOutAsync(account))
            return (await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded ? account : null;
        s_nothing ??= hasher.HashPassword(s_nobody, "nobody has this");
        hasher.VerifyHashedPassword(s_nobody, s_nothing, password[..Math.Min(password.Length, PasswordRules.Longest)]);
        return null;
    }
}
