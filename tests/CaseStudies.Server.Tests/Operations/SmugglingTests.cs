using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>
/// Where a message ends is never in doubt, neither to the proxy nor to the server: a request that hides in the body of another is not answered.
/// </summary>
public sealed class SmugglingTests(BehindNginx server) : IClassFixture<BehindNginx>, IAsyncLifetime
{
    private const string Hidden = "GET /believed HTTP/1.1\r\nHost: casestudies.example.org\r\n\r\n";

    /// <summary>What only the answer to the hidden request says.</summary>
    private const string Answered = "\"scheme\"";

    private readonly Nginx _nginx = new();

    public static TheoryData<string, string> Doubtful => new()
    {
        { "both lengths", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "two lengths", "Content-Length: 0\r\nContent-Length: 64\r\n\r\n" },
        { "a list of lengths", "Content-Length: 0, 64\r\n\r\n" },
        { "a signed length", "Content-Length: +0\r\n\r\n" },
        { "a space before the colon", "Content-Length : 0\r\n\r\n" },
        { "an encoding that nobody knows", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" },
        { "a chunk without a number", "Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n" },
        { "a chunk that is longer than it says", "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n" },
        { "a chunk of more than there can be", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n" },
    };

    /// <summary>Kestrel takes +0 for 0. It has no doubt about it, but a proxy of another kind could; nginx refuses it.</summary>
    public static TheoryData<string, string> DoubtfulToTheServer => [.. Doubtful.Where(d => d.Data.Item1 != "a signed length")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Nginx.Program is null, "nginx is not installed");
        await _nginx.StartAsync(server.Client.BaseAddress!, Cancellation);
    }

    public ValueTask DisposeAsync() => _nginx.DisposeAsync();

    [Theory, MemberData(nameof(Doubtful))]
    public async Task Through_the_proxy_a_doubtful_end_is_refused_and_the_connection_is_over(string what, string rest)
    {
        await using var connection = await _nginx.ConnectAsync(Cancellation);
        Check(what, await SaidAsync(connection, rest));
    }

    [Theory, MemberData(nameof(DoubtfulToTheServer))]
    public async Task The_server_itself_refuses_it_too(string what, string rest)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Cancellation);
        await using var connection = client.GetStream();
        Check(what, await SaidAsync(connection, rest));
    }

    /// <summary>Without a doubt both requests are answered: so the others show something.</summary>
    [Fact]
    public async Task Two_requests_on_one_connection_are_both_answered()
    {
        await using var connection = await _nginx.ConnectAsync(Cancellation);
        Assert.Contains(Answered, await SaidAsync(connection, "Content-Length: 0\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>In HTTP/2 the frames say where a body ends, and a length beside them must agree (RFC 9113, section 8.1.1).</summary>
    [Theory, InlineData(3, true), InlineData(2, false), InlineData(4, false)]
    public async Task A_length_that_the_frames_contradict_is_refused(int length, bool agrees)
    {
        await using var connection = await _nginx.ConnectAsync(Cancellation, o => o.ApplicationProtocols = [SslApplicationProtocol.Http2]);
        using var sent = new MemoryStream();
        sent.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Frame(sent, 4, 0, 0, []); // settings
        Frame(sent, 1, 0x4, 1, Headers(
            (":method", "POST"), (":scheme", "https"), (":path", "/sign-in"), (":authority", Nginx.Host), ("content-length", $"{length}")));
        Frame(sent, 0, 0x1, 1, "abc"u8); // data that ends the stream
        await connection.WriteAsync(sent.ToArray(), Cancellation);
        await connection.FlushAsync(Cancellation);

        // The server misses the type of a form; nginx lets nothing through to it that contradicts itself.
        Assert.Equal(agrees ? 415 : 400, await StatusAsync(connection));
    }

    private static void Check(string what, string said)
    {
        Assert.True(said.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || said.StartsWith("HTTP/1.1 501", StringComparison.Ordinal), $"{what}: {said}");
        Assert.DoesNotContain(Answered, said, StringComparison.Ordinal);
        Assert.Equal(2, said.Split("HTTP/1.1 ").Length);
    }

    /// <summary>Sends a request whose end is as a test says, and the hidden one behind it.</summary>
    private static async Task<string> SaidAsync(Stream connection, string rest)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"POST /sign-in HTTP/1.1\r\nHost: {Nginx.Host}\r\n{rest}{Hidden}"), Cancellation);
        await connection.FlushAsync(Cancellation);
        var said = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            // Until the other side ends the connection, or has answered what was hidden.
            while (!said.ToString().Contains(Answered, StringComparison.Ordinal) && await connection.ReadAsync(buffer, Cancellation) is > 0 and var read)
                said.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Who ends a connection before it has read everything cuts it off.
        }

        return said.ToString();
    }

    private static void Frame(MemoryStream to, byte type, byte flags, int stream, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(head, (body.Length << 8) | type);
        head[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(head[5..], stream);
        to.Write(head);
        to.Write(body);
    }

    /// <summary>Each with its name spelled out, and not for any table (RFC 7541, section 6.2.2).</summary>
    private static byte[] Headers(params (string Name, string Value)[] headers) => [.. headers.SelectMany(h =>
        (IEnumerable<byte>)[0, (byte)h.Name.Length, .. Encoding.ASCII.GetBytes(h.Name), (byte)h.Value.Length, .. Encoding.ASCII.GetBytes(h.Value)])];

    /// <summary>The status of the first answer: nginx writes 400 by its number in the static table, and 415 in digits.</summary>
    private static async Task<int> StatusAsync(Stream connection)
    {
        var head = new byte[9];
        while (true)
        {
            await connection.ReadExactlyAsync(head, Cancellation);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8];
            await connection.ReadExactlyAsync(body, Cancellation);
            if (head[3] != 1)
                continue;
            var at = (body[0] & 0xE0) == 0x20 ? 1 : 0; // the size of the table may come first
            return body[at] == 0x8C ? 400 : int.Parse(Encoding.ASCII.GetString(body, at + 2, 3), CultureInfo.InvariantCulture);
        }
    }
}
