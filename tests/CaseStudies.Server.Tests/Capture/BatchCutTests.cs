using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A line that breaks at any byte, on the way there or back: nothing by halves, nothing twice.</summary>
public sealed class BatchCutTests(HostileServer server) : IClassFixture<HostileServer>
{
    private static readonly int s_cuts = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_BATCH_CUTS") ?? "60", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("each", false), InlineData("all", false), InlineData("each", true)]
    public async Task A_request_that_is_cut_at_any_byte_records_nothing(string mode, bool chunked)
    {
        var body = Batch(mode, "cut", 6).ToJsonString();
        var (before, request) = (await server.WrittenAsync(), Request(body, chunked));
        using var connections = new EndedConnections(server.Services);
        var head = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        for (var cut = 0; cut < s_cuts; cut++)
        {
            // A few within the headers, most within the body, the last before its last byte.
            var at = cut < 5 ? head * (cut + 1) / 6 : head + (int)((long)(request.Length - head - 1) * (cut - 4) / (s_cuts - 5));
            using var socket = await ConnectAsync();
            await socket.SendAsync(request.AsMemory(0, at), TestContext.Current.CancellationToken);
            // Half of them hang up politely, half are torn away.
            if (cut % 2 == 0)
                socket.Shutdown(SocketShutdown.Send);
            else
                socket.LingerState = new(true, 0);
            if (cut % 2 == 0)
                Assert.DoesNotContain(" 200 ", await AnswerAsync(socket), StringComparison.Ordinal);
        }

        await Until.TrueAsync(() => connections.Count >= s_cuts, seen: () => $"{connections.Count} of {s_cuts} connections have ended");
        Assert.Equal(before, await server.WrittenAsync());
        Assert.All(await SendAsync(body), r => Assert.False((bool)r!["replayed"]!));
    }

    [Theory]
    [InlineData("each"), InlineData("all")]
    public async Task A_body_that_a_client_cut_short_and_sent_as_whole_records_nothing(string mode)
    {
        var body = Encoding.UTF8.GetBytes(Batch(mode, "short", 3).ToJsonString());
        var before = await server.WrittenAsync();
        for (var cut = 0; cut < s_cuts; cut++)
        {
            var answer = await server.SendAsync(
                new(HttpMethod.Post, "/organisations/alpha/batches"), body[..(int)((long)(body.Length - 1) * (cut + 1) / s_cuts)]);
            Assert.True(answer.Status == 400, answer.Body);
        }

        Assert.Equal(before, await server.WrittenAsync());
    }

    [Theory]
    [InlineData("each"), InlineData("all")]
    public async Task A_line_that_breaks_while_the_answer_comes_is_healed_by_sending_the_same_again(string mode)
    {
        var (random, replayed) = (new Random(11), 0);
        for (var cut = 0; cut < s_cuts / 2; cut++)
        {
            var body = Batch(mode, $"torn-{cut}", 12).ToJsonString();
            using (var socket = await ConnectAsync())
            {
                var before = await server.WrittenAsync();
                await socket.SendAsync(Request(body, chunked: false), TestContext.Current.CancellationToken);
                // Torn while the answer comes, a few questions to the database after the request went, and as soon as something is recorded.
                if (cut % 3 == 0)
                    _ = await socket.ReceiveAsync(new byte[1 + random.Next(400)], TestContext.Current.CancellationToken);
                else if (cut % 3 == 1)
                    await QuestionsAsync(random.Next(8));
                else
                    await Until.HoldsAsync(server.WrittenAsync, written => written != before);
                socket.LingerState = new(true, 0);
            }

            var events = await SendAsync(body);
            Assert.All(events, r => Assert.Equal("recorded", (string)r!["outcome"]!));
            replayed += events.Count(r => (bool)r!["replayed"]!);
            var again = await SendAsync(body);
            Assert.All(again, r => Assert.True((bool)r!["replayed"]!));
            Assert.Equal(events.Select(r => r!["recorded"]!.ToJsonString()), again.Select(r => r!["recorded"]!.ToJsonString()));
            Assert.Equal(12, events.SelectMany(r => r.Versions()).Distinct().Count());
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{mode}: {replayed} of {12 * (s_cuts / 2)} items were recorded though the answer was lost");
    }

    private async Task QuestionsAsync(int number)
    {
        for (var asked = 0; asked < number; asked++)
            await server.WrittenAsync();
    }

    private static JsonObject Batch(string mode, string key, int items) =>
        Batches.Of(mode, Enumerable.Range(0, items).Select(i => ("one", "record", (JsonNode)Batches.Record(Sentences.Milestone($"{key}-{i}")))));

    private async Task<JsonArray> SendAsync(string body)
    {
        var answer = await server.PostAsync("/organisations/alpha/batches", body);
        Assert.True(answer.Status == 200, answer.Body);
        return JsonNode.Parse(answer.Body)!["results"]!.AsArray();
    }

    private static byte[] Request(string body, bool chunked)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {bytes.Length}";
        var head = "POST /organisations/alpha/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + $"{length}\r\n\r\n";
        var pieces = chunked
            ? bytes.Chunk(100).SelectMany(c => (byte[])[.. Encoding.ASCII.GetBytes($"{c.Length:x}\r\n"), .. c, .. "\r\n"u8]).Concat("0\r\n\r\n"u8.ToArray())
            : bytes;
        return [.. Encoding.ASCII.GetBytes(head), .. pieces];
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> AnswerAsync(Socket socket)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // The server may tear the line away too.
        }

        return answer.ToString();
    }
}
