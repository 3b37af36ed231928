using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// A client: records one thing after another, asks again under the same id until it knows, now and then asks twice without need,
/// and now and then falls into the water with a question open.
/// </summary>
/// <param name="gullible">Takes a question that was sent for one that was answered: what must be found out.</param>
internal sealed class Phone(Cluster cluster, Journal journal, Wishes wishes, Tally tally, Random random, bool gullible)
{
    private const int ForgetsOneIn = 8;
    private const int Again = 8;
    private Wish? _accepted;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await UntilKnownAsync(wishes.Next(random), mayForget: true);
            if (_accepted is not { } earlier)
                continue;
            if (random.Next(100) < Again)
                await TryAsync(earlier); // the checker sees whether the answer is still the same
            if (random.Next(100) < Again / 2)
                await UntilKnownAsync(wishes.Usurping(earlier), mayForget: false);
            _accepted = null;
        }
    }

    /// <summary>Records it at last, or learns why not.</summary>
    public async Task UntilKnownAsync(Wish wish, bool mayForget)
    {
        journal.Write(wish.Intent);
        while (await TryAsync(wish) == Verdict.Unknown)
        {
            await Task.Delay(random.Next(20, 120));
            if (gullible || (mayForget && random.Next(ForgetsOneIn) == 0))
                return;
        }
    }

    private async Task<Verdict> TryAsync(Wish wish)
    {
        var node = random.Next(cluster.Clients.Count);
        var outcome = await SendAsync(wish, cluster.Clients[node]);
        if (outcome.Verdict == Verdict.Ok)
        {
            cluster.Trap.Reached(Phase.Answered, new(node, null));
            wishes.Accepted(wish, outcome.Version!.Value);
            _accepted = wish;
        }

        journal.Write(gullible && outcome.Verdict == Verdict.Unknown ? new(outcome.Number, Verdict.Ok) : outcome);
        tally.Count(outcome);
        return outcome.Verdict;
    }

    private static async Task<Outcome> SendAsync(Wish wish, HttpClient client)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                wish.Path) { Content = new StringContent(wish.Body, Encoding.UTF8, "application/json") };
            if (wish.IfMatch is { } version)
                request.Headers.TryAddWithoutValidation("If-Match", version);
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.StatusCode switch
            {
                HttpStatusCode.Created or HttpStatusCode.OK =>
                    new(wish.Intent.Number, Verdict.Ok, (int)JsonNode.Parse(body)!["entries"]![0]!["version"]!,
                        response.Headers.Contains("Idempotency-Replayed")),
                HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.UnprocessableEntity =>
                    new(wish.Intent.Number, Verdict.Refused),
                >= HttpStatusCode.InternalServerError => new(wish.Intent.Number, Verdict.Unknown),
                _ => throw new InvalidOperationException($"{response.StatusCode} {body}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or TaskCanceledException)
        {
            return new(wish.Intent.Number, Verdict.Unknown);
        }
    }
}

/// <summary>How many answers of which kind, while the run goes on.</summary>
internal sealed class Tally
{
    private int _ok;
    private int _refused;
    private int _unknown;
    private int _replayed;

    public int Ok => _ok;

    public void Count(Outcome outcome)
    {
        Interlocked.Increment(ref outcome.Verdict == Verdict.Ok ? ref _ok : ref outcome.Verdict == Verdict.Refused ? ref _refused : ref _unknown);
        if (outcome.Replayed)
            Interlocked.Increment(ref _replayed);
    }

    public override string ToString() => $"{_ok} ok (of them {_replayed} known before), {_refused} refused, {_unknown} without an answer that promises";
}
