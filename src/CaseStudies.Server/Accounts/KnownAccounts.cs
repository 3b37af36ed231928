using CaseStudies.Server.Access;
using Microsoft.EntityFrameworkCore;

namespace CaseStudies.Server.Accounts;

/// <summary>Asks the database until there is one; accounts do not end being there.</summary>
internal sealed class KnownAccounts(IDbContextFactory<AccountsDb> databases) : IAccounts
{
    private volatile bool _exist;

    public async ValueTask<bool> ExistAsync(CancellationToken cancellation)
    {
        if (_exist)
            return true;
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return _exist = await database.Users.AnyAsync(cancellation);
    }
}
