using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>One organisation does all that is heavy at once: its first client imports a large file, the others export what it has.</summary>
internal sealed class Starvation(Slug organisation, byte[] file, Func<HttpClient, int, int, CancellationToken, Task<bool>> export)
{
    private readonly TaskCompletionSource _recording = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Until the import records its rows: before, it only reads the file.</summary>
    public Task InSwingAsync() => _recording.Task.WaitAsync(TimeSpan.FromMinutes(5));

    public Task<bool> StepAsync(HttpClient http, int client, int step, CancellationToken stop) =>
        client == 0 ? ImportAsync(http, stop) : export(http, client, step, stop);

    private async Task<bool> ImportAsync(HttpClient http, CancellationToken stop)
    {
        var initiative = $"/organisations/{organisation}/initiatives/sheet-{Guid.NewGuid():n}"[..60];
        await ReadAsync(await http.PostAsync(initiative + "/entries", Json(
            $$"""{"command":"{{Guid.NewGuid()}}","facts":[{{Facts.Opening().ToJsonString()}}]}"""), stop), stop);
        var run = await SentAsync(http, initiative + "/imports/dry-run", stop);
        var asked = await SentAsync(http, $"{initiative}/imports/{Guid.NewGuid()}?file={run["file"]}&digest={run["digest"]}", stop);
        var job = $"/organisations/{organisation}/jobs/{asked["job"]}";
        try
        {
            while (true)
            {
                var told = await ReadAsync(await http.GetAsync(job, stop), stop);
                if ((long)told["done"]! > 0 && (string?)told["phase"] == "recording")
                    _recording.TrySetResult();
                if ((string)told["state"]! is not ("waiting" or "running"))
                {
                    _recording.TrySetResult(); // a short one is over before anybody looks
                    return (string)told["state"]! == "done" ? true : throw new InvalidOperationException(told.ToJsonString());
                }

                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(http, job, $"{asked["job"]}");
            throw;
        }
    }

    /// <summary>The exports of its own organisation come before it: who is turned away asks again, as told.</summary>
    private async Task<JsonNode> SentAsync(HttpClient http, string address, CancellationToken stop)
    {
        while (true)
        {
            var answer = await http.PostAsync(address, Form(), stop);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return await ReadAsync(answer, stop);
            using (answer)
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), stop);
        }
    }

    /// <summary>What goes on when nobody waits for it any more would be measured as quiet.</summary>
    private static async Task CancelAsync(HttpClient http, string job, string id)
    {
        await ReadAsync(await http.PostAsync(job + "/cancel", Json($$"""{"job":"{{id}}"}""")), default);
        while ((string)(await ReadAsync(await http.GetAsync(job), default))["state"]! is "waiting" or "running")
            await Task.Delay(TimeSpan.FromMilliseconds(100));
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted ? JsonNode.Parse(text)!
                : throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri}: {answer.StatusCode} {text}");
        }
    }

    private MultipartFormDataContent Form() =>
        new() { { new ByteArrayContent(file), "file", "records.csv" }, { new StringContent(Imports.Mapping), "mapping" } };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
