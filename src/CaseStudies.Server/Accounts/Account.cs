using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>Somebody who signs in here, under an e-mail address or a plain name. Elsewhere the person is known by a random id only.</summary>
internal sealed class Account : IdentityUser
{
    /// <summary>Who stands before the ids of accounts in <see cref="Access.Identities"/>, as a provider's address stands before its subjects.</summary>
    public const string Issuer = "casestudies:accounts";

    /// <summary>Until then nobody signs in with a disabled account. Framework and database both know no later moment.</summary>
    public static readonly DateTimeOffset Forever = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Not for the minute that wrong passwords cost, but until an operator enables it.</summary>
    public bool IsDisabled => LockoutEnd == Forever;

    /// <summary>The longest login name, which an e-mail address may need.</summary>
    public const int MaximumLogin = 254;
}
