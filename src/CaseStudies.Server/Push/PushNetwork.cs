using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace CaseStudies.Server.Push;

/// <summary>The address leads where no push may go.</summary>
internal sealed class AddressPrivateException : IOException;

/// <summary>
/// How the server calls out. The name is resolved here and the very address that was checked is connected to, so that no second look-up can lead
/// elsewhere. No redirect is followed, no proxy asked, no cookie kept, and of an answer nothing but the status is read.
/// </summary>
/// <param name="isAllowed">Which addresses may be called.</param>
/// <param name="resolve">The addresses of a name.</param>
/// <param name="trust">Null: as the machine trusts.</param>
internal sealed class PushNetwork(Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    RemoteCertificateValidationCallback? trust = null) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private HttpMessageInvoker? _invoker;

    public PushNetwork() : this(PublicAddresses.IsPublic, (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation))
    {
    }

    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<HttpStatusCode> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        using var response = await (_invoker ??= new(Handler())).SendAsync(request, patience.Token);
        return response.StatusCode;
    }

    public void Dispose() => _invoker?.Dispose();

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        // Who an address belongs to may change; the check is made anew.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ConnectTimeout = s_patience,
        SslOptions = { RemoteCertificateValidationCallback = trust },
        ConnectCallback = async (context, cancellation) =>
        {
            var addresses = await resolve(context.DnsEndPoint.Host, cancellation);
            // One private address among public ones is a trick, or a mistake.
            if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => isAllowed(a)))
                throw new AddressPrivateException();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
