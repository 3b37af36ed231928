using System.Net;
using System.Text.Json.Nodes;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Another program that follows a feed and keeps nothing but the address that it was given last.</summary>
internal sealed class FeedClient(HttpClient http, string address)
{
    private static readonly JsonEventFormatter s_formatter = new();

    /// <summary>Numbers that a reader does not declare are texts to the library.</summary>
    private static readonly CloudEventAttribute[] s_numbers =
        [.. new[] { "version", "index", "kindversion" }.Select(n => CloudEventAttribute.CreateExtension(n, CloudEventAttributeType.Integer))];

    public string Next { get; private set; } = address;

    /// <summary>One page, read as any reader of CloudEvents does: by the library, which checks what the specification demands.</summary>
    public async Task<IReadOnlyList<CloudEvent>> PageAsync()
    {
        using var answer = await http.GetAsync(new Uri(Next, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(body));
        Assert.Equal("application/cloudevents-batch+json", answer.Content.Headers.ContentType!.MediaType);
        var link = Assert.Single(answer.Headers.GetValues("Link"));
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        Next = link[1..link.IndexOf('>', StringComparison.Ordinal)];
        return s_formatter.DecodeBatchModeMessage(body, null, s_numbers);
    }

    /// <summary>All there is, page after page, until one is empty.</summary>
    public async Task<List<CloudEvent>> RestAsync()
    {
        var all = new List<CloudEvent>();
        while (await PageAsync() is { Count: > 0 } page)
            all.AddRange(page);
        return all;
    }

    public static int Version(CloudEvent e) => (int)e["version"]!;

    public static JsonNode Body(CloudEvent e) => JsonNode.Parse(e.Data!.ToString()!)!;
}
