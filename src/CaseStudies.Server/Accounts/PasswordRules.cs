using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Length, and nothing that is tried first (NIST SP 800-63B, ASVS 6.2). No rule about kinds of characters: such rules lead to <c>Password2026!</c>.
/// </summary>
internal sealed class PasswordRules(BreachedPasswords breached) : IPasswordValidator<Account>
{
    public const int Shortest = 12, Longest = 128;

    /// <summary>Fewer different characters are a pattern such as 121212121212.</summary>
    private const int LeastDifferent = 5;

    /// <summary>Of the login name, which must not be most of the password.</summary>
    private const int LeastNamed = 4;

    public const string Short = "password-short", Long = "password-long", Common = "password-common", Breached = "password-breached";

    private static readonly FrozenSet<string> s_common = Read();

    /// <summary>As typed, whether the keyboard was set to full width or not: NFKC for what a Japanese keyboard writes of ASCII.</summary>
    /// <remarks>The program runs without ICU, where .NET's own normalisation does nothing.</remarks>
    public static string Typed(string password) => string.Concat(password.Select(c => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' => ' ',
        _ => c,
    }));

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult((Check(user.UserName ?? "", password ?? "") ?? (breached.Contains(password ?? "") ? Breached : null)) is { } code
            ? IdentityResult.Failed(new IdentityError { Code = code }) : IdentityResult.Success);

    /// <returns>Null if the password may be set, as far as that can be told without the operator's list.</returns>
    public static string? Check(string login, string password)
    {
        if (password.Length < Shortest)
            return Short;
        if (password.Length > Longest)
            return Long;
        var plain = password.ToLowerInvariant();
        var name = login.Split('@')[0].ToLowerInvariant();
        if (name.Length >= LeastNamed && plain.Contains(name, StringComparison.Ordinal))
            plain = plain.Replace(name, "", StringComparison.Ordinal);
        return plain.Length < Shortest / 2 || plain.Distinct().Count() < LeastDifferent || IsRun(plain) || s_common.Contains(plain)
            || s_common.Contains(string.Concat(plain.Where(char.IsAsciiLetter)))
            ? Common : null;
    }

    /// <summary>Each character follows the one before it, as in 123456789012 or abcdefghijkl.</summary>
    private static bool IsRun(string text) => text.Zip(text.Skip(1), (a, b) => b - a).All(step => step is 1 or -1 or 9 or -9);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        return reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
