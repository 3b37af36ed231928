using System.Net.Sockets;
using System.Text;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Operations;

public sealed class HeadTests(HostileServer server) : IClassFixture<HostileServer>
{
    public static IEnumerable<TheoryDataRow<string>> Reading => 
        Routes.All.Keys.Where(k => k.StartsWith("GET ", StringComparison.Ordinal)).Select(k => new TheoryDataRow<string>(k));

    [Theory, MemberData(nameof(Reading))]
    public async Task HEAD_answers_what_GET_answers_without_a_body(string route)
    {
        var path = (await Routes.All[route](server)).Path;
        var (get, head) = (await RawAsync("GET", path), await RawAsync("HEAD", path));

        Assert.Equal(get.Status, head.Status);
        Assert.StartsWith("HTTP/1.1 200", head.Status, StringComparison.Ordinal);
        Assert.Equal("", head.Body);
        Assert.NotEqual("", get.Body);
        Assert.Equal(Stable(get.Headers), Stable(head.Headers));
    }

    [Fact]
    public async Task A_refusal_keeps_its_status_too() =>
        Assert.StartsWith("HTTP/1.1 404", (await RawAsync("HEAD", "/organisations/alpha/initiatives/none")).Status, StringComparison.Ordinal);

    /// <summary>All but the time, how a body is framed, and a nonce.</summary>
    private static IEnumerable<string> Stable(IEnumerable<string> headers) => headers
        .Where(h => h.Split(':')[0] is not ("Date" or "Transfer-Encoding" or "Content-Length") && !h.Contains("'nonce-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>By hand: a client would not read a body that must not be there.</summary>
    private async Task<(string Status, IReadOnlyList<string> Headers, string Body)> RawAsync(string method, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        var request = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var parts = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        return (lines[0], lines[1..], parts[1]);
    }
}
