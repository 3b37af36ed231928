using System.Security.Claims;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>What a session says of somebody: the random id under which the person is known everywhere, and for our own pages the account.</summary>
internal sealed class AccountPrincipals(Identities identities) : IUserClaimsPrincipalFactory<Account>
{
    public async Task<ClaimsPrincipal> CreateAsync(Account user)
    {
        var member = await identities.IdOfAsync(Account.Issuer, user.Id, CancellationToken.None);
        return new(new ClaimsIdentity(
            [new(Principal.Subject, member.Value), new(ClaimTypes.NameIdentifier, user.Id), new(Principal.Login, user.UserName!)],
            IdentityConstants.ApplicationScheme, Principal.Subject, null));
    }
}
