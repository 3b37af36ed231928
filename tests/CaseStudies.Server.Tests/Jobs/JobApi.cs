using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Import;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>What a client does with jobs.</summary>
public sealed class JobApi(ServerFixture server, string organisation)
{
    public const string Mapping =
        """
        {"kind":"events","fact":"consultation_received","columns":[
        {"as":"member","member":"on","header":"日付"},{"as":"member","member":"channel","header":"方法"},{"as":"member","member":"note","header":"内容"}]}
        """;

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Consultations, each with a note that could name somebody.</summary>
    public static byte[] File(int rows, string note = "相談の内容") =>
        ImportApi.Csv(["日付,方法,内容", .. Enumerable.Range(0, rows).Select(i => $"2025/{4 + (i % 9)}/{1 + (i % 28)},phone,{note} {i}")]);

    /// <summary>Announced, and sent with the wish not to wait.</summary>
    /// <param name="prefer">Null: without any wish.</param>
    public async Task<(HttpStatusCode Status, string? Location, JsonNode Body)> ImportAsync(
        ImportApi api, byte[] file, Guid import, string? prefer = "respond-async")
    {
        var announced = await api.DryRunAsync(file, Mapping);
        Assert.True(announced.Status == HttpStatusCode.OK, announced.Body.ToJsonString());
        return await SendAsync(api, file, $"{announced.Body["file"]}", import, prefer);
    }

    public async Task<(HttpStatusCode Status, string? Location, JsonNode Body)> SendAsync(
        ImportApi api, byte[] file, string hash, Guid import, string? prefer = "respond-async")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "山田太郎の名簿.csv" }, { new StringContent(Mapping), "mapping" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Api.Base}/imports/{import}?file={hash}") { Content = form };
        if (prefer is not null)
            request.Headers.Add("Prefer", prefer);
        using var response = await _http.SendAsync(request, Cancellation);
        return (response.StatusCode, response.Headers.Location?.ToString(), JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    public async Task<JsonNode> GetAsync(string address)
    {
        using var response = await _http.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public Task<JsonNode> EndedAsync(string address) => UntilAsync(address, job => job["endedAt"] is not null);

    public Task<JsonNode> UntilAsync(string address, Func<JsonNode, bool> holds) =>
        Until.HoldsAsync(() => GetAsync(address), holds, seen: job => job.ToJsonString());

    public async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(address, UriKind.Relative), content, Cancellation);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    /// <summary>To a job, confirmed as its address wants it.</summary>
    public Task<(HttpStatusCode Status, JsonNode Body)> ActAsync(string address, string verb, string? job = null) =>
        PostAsync($"{address}/{verb}", $$"""{"job":"{{job ?? address[(address.LastIndexOf('/') + 1)..]}}"}""");

    internal JobStore Store => server.Host.Services.GetRequiredService<JobStore>();

    internal Task<Job?> FindAsync(string address) => Store.FindAsync(new(organisation), Guid.Parse(address[(address.LastIndexOf('/') + 1)..]), Cancellation);
}
