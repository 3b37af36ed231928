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

    /// <summary>An hour: each is a mail to somebody who may not have asked.</summary>
    private const int ForgottenPerLogin = 3, ForgottenPerAddress = 30;

    /// <summary>Segments of the window: the places of the first tries come back after a minute, one sixth at a time.</summary>
    private const int Segments = 6;

    /// <summary>The part of an IPv6 address that a household has to itself.</summary>
    private const int Network = 8;

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1), s_hour = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _logins = Limiter(PerLogin, s_minute);
    private readonly PartitionedRateLimiter<string> _forgotten = Limiter(ForgottenPerLogin, s_hour);
    private readonly PartitionedRateLimiter<string> _forgottenAddresses = Limiter(ForgottenPerAddress, s_hour);

    /// <summary>An office has one address.</summary>
    private readonly PartitionedRateLimiter<string> _addresses = Limiter(configuration.GetValue("Accounts:TriesPerAddress", 60), s_minute);

    /// <returns>False: too often, which is noted.</returns>
    public bool Begin(HttpContext context, string login) => Noted(context, Begin(context.Connection.RemoteIpAddress, login));

    /// <summary>The same for a link by mail: for each login name, whether there is such an account or not.</summary>
    public bool BeginForgotten(HttpContext context, string login) => Noted(context, BeginForgotten(context.Connection.RemoteIpAddress, login));

    /// <param name="address">Null: no network lies between.</param>
    internal bool Begin(IPAddress? address, string login) => Take(_addresses, address, _logins, login);

    internal bool BeginForgotten(IPAddress? address, string login) => Take(_forgottenAddresses, address, _forgotten, login);

    public void Dispose()
    {
        _logins.Dispose();
        _addresses.Dispose();
        _forgotten.Dispose();
        _forgottenAddresses.Dispose();
    }

    private static bool Noted(HttpContext context, bool may)
    {
        if (!may)
            context.RequestServices.GetRequiredService<AccountNotes>().NoteStranger(context);
        return may;
    }

    private static bool Take(PartitionedRateLimiter<string> addresses, IPAddress? address, PartitionedRateLimiter<string> logins, string login) =>
        (address is null || Take(addresses, Place(address))) && Take(logins, login.ToUpperInvariant()[..Math.Min(login.Length, Account.MaximumLogin)]);

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

    private static PartitionedRateLimiter<string> Limiter(int most, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = most, Window = window, SegmentsPerWindow = Segments, QueueLimit = 0 }));
}
