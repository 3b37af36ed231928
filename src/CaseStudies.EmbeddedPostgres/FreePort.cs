using System.Net;
using System.Net.Sockets;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Picks a port nobody listens on now. Somebody may take it before the server does: the caller then starts again,
/// with another one.
/// </summary>
internal static class FreePort
{
    internal static int Choose(int preferred) => preferred > 0 && TryListen(preferred) is { } free ? free : TryListen(0)
        ?? throw new EmbeddedPostgresException("No free TCP port is left on 127.0.0.1.");

    private static int? TryListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
