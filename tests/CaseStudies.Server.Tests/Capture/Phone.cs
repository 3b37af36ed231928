using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>How often what befell the batches.</summary>
internal sealed class PhoneCounts
{
    private int _batches, _torn, _doubled, _replayed, _again;

    public int Torn => _torn;
    public int Replayed => _replayed;

    public void Batch() => Interlocked.Increment(ref _batches);
    public void Tear() => Interlocked.Increment(ref _torn);
    public void Double() => Interlocked.Increment(ref _doubled);
    public void Replay() => Interlocked.Increment(ref _replayed);
    public void Again() => Interlocked.Increment(ref _again);

    public override string ToString() => $"{_batches} batches, {_doubled} doubled, {_torn} torn; {_replayed} items were replays, {_again} had to come again";
}

/// <summary>A phone with a bad line: it sends what it has in batches of any size and order, until everything is recorded.</summary>
internal sealed class Phone(HttpClient[] nodes, string organisation, Random random, PhoneCounts counts)
{
    public async Task SendAsync(IReadOnlyList<(string Initiative, string Verb, JsonNode Command)> queue, int rounds)
    {
        var left = queue.ToList();
        for (var round = 0; left.Count > 0; round++)
        {
            Assert.True(round < rounds, $"{left.Count} were never recorded, such as {left.FirstOrDefault()}");
            var batches = Split(left);
            random.Shuffle(batches);
            foreach (var batch in batches)
                left.RemoveAll((await DeliveredAsync(batch)).Contains);
        }
    }

    private List<(string Initiative, string Verb, JsonNode Command)>[] Split(List<(string Initiative, string Verb, JsonNode Command)> left)
    {
        var batches = new List<List<(string, string, JsonNode)>>();
        for (var at = 0; at < left.Count; at += batches[^1].Count)
            batches.Add(left.GetRange(at, Math.Min(1 + random.Next(7), left.Count - at)));
        return [.. batches];
    }

    /// <summary>Those of the batch that it now knows to be recorded.</summary>
    private async Task<List<(string Initiative, string Verb, JsonNode Command)>> DeliveredAsync(List<(string Initiative, string Verb, JsonNode Command)> batch)
    {
        var mode = random.Next(5) == 0 ? "all" : "each";
        var sent = Batches.Of(mode, batch).ToJsonString();
        counts.Batch();
        if (random.Next(4) == 0)
            await TornAsync(sent);
        if (random.Next(4) == 0)
        {
            counts.Double();
            await Task.WhenAll(AnswerAsync(sent), AnswerAsync(sent));
        }

        var results = await AnswerAsync(sent);
        foreach (var result in results)
        {
            if ((string)result!["outcome"]! != "recorded")
                counts.Again();
            else if ((bool)result["replayed"]!)
                counts.Replay();
        }

        return [.. batch.Where((_, i) => (string?)results[i]?["outcome"] == "recorded")];
    }

    private async Task<JsonArray> AnswerAsync(string sent)
    {
        var (status, body) = await Batches.PostAsync(nodes[random.Next(nodes.Length)], organisation, sent);
        return (int)status == 503 ? [] : JsonNode.Parse(body)!["results"]!.AsArray();
    }

    /// <summary>Goes away at any moment, and does not learn what became of it.</summary>
    private async Task TornAsync(string sent)
    {
        counts.Tear();
        using var patience = new CancellationTokenSource(random.Next(25));
        try
        {
            using var content = new StringContent(sent, System.Text.Encoding.UTF8, "application/json");
            using var response = await nodes[random.Next(nodes.Length)].PostAsync(new Uri($"/organisations/{organisation}/batches", UriKind.Relative), content,
                patience.Token);
        }
        catch (OperationCanceledException)
        {
            // As it was meant.
        }
    }
}
