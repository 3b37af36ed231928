using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// A client: records one thing after another, asks again under the same id until it knows, now and then asks twice without need,
/// and now and then falls into the water with a question open.
/// </summary>
/// <param name="manners">Other than <see cref="Manners.Good"/>: what must be found out.</param>
internal sealed class Phone(Cluster cluster, Journal journal, Wishes wishes, Tally tally, Random random, Manners manners)
{
    private const int ForgetsOneIn = 8;
    private const int Again = 8;

    /// <summary>In milliseconds, while a program starts.</summary>
    private const int MostPatience = 1_000;
    private Wish? _accepted;

    /// <summary>Whoever takes it keeps the client from wishing anything more, as soon as its open question is answered.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Turn.WaitAsync(CancellationToken.None);
            try
            {
                await WishAsync();
            }
            finally
            {
                Turn.Release();
            }

            if (cluster.IsStarting)
                await Task.Delay(random.Next(MostPatience), CancellationToken.None);
        }
    }

    private async Task WishAsync()
    {
        await UntilKnownAsync(wishes.Next(random), mayForget: true);
        if (_accepted is not { } earlier)
            return;
        if (random.Next(100) < Again)
            await TryAsync(earlier); // the checker sees whether the answer is still the same
        if (random.Next(100) < Again / 2)
            await UntilKnownAsync(wishes.Usurping(earlier), mayForget: false);
        _accepted = null;
    }

    /// <summary>Records it at last, or learns why not.</summary>
    public async Task UntilKnownAsync(Wish wish, bool mayForget)
    {
        journal.Write(wish.Intent);
        while (await TryAsync(wish) == Verdict.Unknown)
        {
            await Task.Delay(random.Next(20, 120));
            if (manners == Manners.Gullible || (mayForget && random.Next(ForgetsOneIn) == 0))
                return;
            if (manners == Manners.Careless)
                wish = Wishes.UnderAnotherId(wish);
        }
    }

    private async Task<Verdict> TryAsync(Wish wish)
    {
        var (node, sent) = (random.Next(cluster.Clients.Count), Stopwatch.GetTimestamp());
        var outcome = await SendAsync(wish, cluster.Clients[node]);
        if (outcome.Verdict == Verdict.Ok)
        {
            cluster.Trap.Reached(Phase.Answered, new(node, null));
            wishes.Accepted(wish, outcome.Version!.Value);
            _accepted = wish;
        }

        journal.Write(manners == Manners.Gullible && outcome.Verdict == Verdict.Unknown ? new(outcome.Number, Verdict.Ok) : outcome);
        tally.Count(outcome);
        if (outcome.Verdict == Verdict.Ok)
            tally.Heard(sent, this, node, (wish.Intent.Organisation, wish.Intent.Initiative));
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

/// <summary>How a client takes it that it was not answered.</summary>
internal enum Manners
{
    /// <summary>It asks again under the same id.</summary>
    Good,

    /// <summary>It takes a question that was sent for one that was answered.</summary>
    Gullible,

    /// <summary>It asks again under another id.</summary>
    Careless,
}

/// <summary>How many answers of which kind, while the run goes on.</summary>
internal sealed class Tally
{
    private int _ok;
    private int _refused;
    private int _unknown;
    private int _replayed;

    private readonly ConcurrentDictionary<object, long> _heard = [];

    public int Ok => _ok;

    /// <summary>How many were told nothing that promises: neither recorded nor refused for good.</summary>
    public int Unknown => _unknown;

    /// <summary>Something was recorded that was asked at a moment: for this client, by this node, on this initiative.</summary>
    public void Heard(long sent, params ReadOnlySpan<object> whom)
    {
        foreach (var one in whom)
            _heard.AddOrUpdate(one, sent, (_, earlier) => Math.Max(earlier, sent));
    }

    /// <summary>Whether each of them was answered what was asked after a moment.</summary>
    public bool HeardSince(long moment, IEnumerable<object> all) => all.All(one => _heard.GetValueOrDefault(one) > moment);

    public void Count(Outcome outcome)
    {
        Interlocked.Increment(ref outcome.Verdict == Verdict.Ok ? ref _ok : ref outcome.Verdict == Verdict.Refused ? ref _refused : ref _unknown);
        if (outcome.Replayed)
            Interlocked.Increment(ref _replayed);
    }

    public override string ToString() => $"{_ok} ok (of them {_replayed} known before), {_refused} refused, {_unknown} without an answer that promises";
}
