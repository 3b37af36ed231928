using System.Diagnostics;
using CaseStudies.Server.Access;
using Npgsql;

namespace CaseStudies.Server.Accounts;

/// <summary>Asks the database until there is one, once a second at most; accounts do not end being there.</summary>
internal sealed class KnownAccounts(NpgsqlDataSource source) : IAccounts
{
    /// <summary>Each request of the local user asks. So long after the first account was made, the local user may still be heard.</summary>
    private static readonly TimeSpan s_trusted = TimeSpan.FromSeconds(1);

    private volatile bool _exist;
    private long _asked = -1;

    public async ValueTask<bool> ExistAsync(CancellationToken cancellation)
    {
        if (_exist || (Interlocked.Read(ref _asked) is >= 0 and var asked && Stopwatch.GetElapsedTime(asked) < s_trusted))
            return _exist;
        var now = Stopwatch.GetTimestamp();
        await using var any = source.CreateCommand($"select exists(select from {AccountsDb.UserTable})");
        _exist = (bool)(await any.ExecuteScalarAsync(cancellation))!;
        Interlocked.Exchange(ref _asked, now);
        return _exist;
    }
}
