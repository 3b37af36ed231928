using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// How often a minute this process lets somebody try a password: for each login name, whether there is such an account or not, and for each address.
/// What counts over all nodes is the lockout that is stored with the account.
/// </summary>
internal sealed class Tries(IConfiguration configuration) : IDisposable
{
    private const int PerLogin = 10;

    /// <summary>Segments of the window: the places of the first tries come back after a minute, one sixth at a time.</summary>
    private const int Segments = 6;

    /// <summary>The part of an IPv6 address that a household has to itself.</summary>
    private const int Network = 8;

    private readonly PartitionedRateLimiter<string> _logins = Limiter(PerLogin);

    /// <summary>An office has one address.</summary>
    private readonly PartitionedRateLimiter<string> _addresses = Limiter(configuration.GetValue("Accounts:TriesPerAddress", 60));

    /// <returns>False: too often, which is noted.</returns>
    public bool Begin(HttpContext context, string login)
    {
        var may = Begin(context.Connection.RemoteIpAddress, login);
        if (!may)
            context.RequestServices.GetRequiredService<AccountNotes>().NoteStranger(context);
        return may;
    }

    /// <param name="address">Null: no network lies between.</param>
    internal bool Begin(IPAddress? address, string login) =>
        (address is null || Take(_addresses, Place(address))) && Take(_logins, login.ToUpperInvariant()[..Math.Min(login.Length, Account.MaximumLogin)]);

    public void Dispose()
    {
        _logins.Dispose();
        _addresses.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static string Place(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, Network) : bytes);
    }

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new()
        {
            PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = Segments, QueueLimit = 0,
        }));
}
