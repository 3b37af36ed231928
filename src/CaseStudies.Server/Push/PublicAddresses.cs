using System.Net;
using System.Net.Sockets;

namespace CaseStudies.Server.Push;

/// <summary>Which addresses the server may be made to call: none of its own machine, its own network, or of no host at all.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork s_unicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
                "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Within global unicast: tunnels that carry IPv4 addresses, and addresses for documents.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return (address.AddressFamily == AddressFamily.InterNetwork || s_unicast.Contains(address))
            && !Array.Exists(s_reserved, n => n.BaseAddress.AddressFamily == address.AddressFamily && n.Contains(address));
    }
}
