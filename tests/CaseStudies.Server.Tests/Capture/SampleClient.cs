using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A client that knows an initiative's log and the public addresses, and nothing else of the server.</summary>
internal sealed class SampleClient(HttpClient http, Sample sample)
{
    private readonly Dictionary<string, int> _versions = [];

    private string Base => $"/organisations/{sample.Organisation}/initiatives/{sample.Initiative}";

    public async Task DescribeAsync() => await SendAsync(HttpMethod.Put, $"/organisations/{sample.Organisation}/profile", new()
    {
        // One act for each organisation, however many initiatives it has: the profile as it stands in this log.
        ["command"] = Guid.NewGuid().ToString(), ["profile"] = JsonSerializer.SerializeToNode(sample.Profile, Domain.DomainJson.Options),
    }, HttpStatusCode.NoContent);

    /// <summary>Sends one line of the log; a change names the version of the entry that this client was told last.</summary>
    public async Task SendAsync(SampleLine line)
    {
        var body = line.Body.DeepClone().AsObject();
        if (line.Verb == "record")
        {
            Remember(await SendAsync(HttpMethod.Post, Base + "/entries", body, HttpStatusCode.Created));
            return;
        }

        var entry = (string)body["entry"]!;
        body.Remove("entry");
        Remember(await SendAsync(HttpMethod.Post, $"{Base}/entries/{entry}/{(line.Verb == "correct" ? "corrections" : "withdrawal")}", body, HttpStatusCode.OK,
            _versions[entry]));
    }

    public async Task<JsonArray> FiguresAsync(string from, string to) =>
        (await http.GetFromJsonAsync<JsonArray>(new Uri($"{Base}/figures?from={from}&to={to}", UriKind.Relative), TestContext.Current.CancellationToken))!;

    private void Remember(string answer)
    {
        foreach (var recorded in JsonNode.Parse(answer)!["entries"]!.AsArray())
            _versions[(string)recorded!["entry"]!] = (int)recorded["version"]!;
    }

    private async Task<string> SendAsync(HttpMethod method, string path, JsonObject body, HttpStatusCode expected, int? version = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (version is { } seen)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode} {answer}");
        return answer;
    }
}
