using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Import;

/// <summary>The requests of a client that imports files into one initiative.</summary>
public sealed class ImportApi(ServerFixture server, string organisation, string initiative)
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    public Api Api { get; } = new(server, organisation, initiative);

    public static async Task<ImportApi> OpenedAsync(ServerFixture server, string organisation, string initiative, params string[] facts)
    {
        var api = await Api.OpenedAsync(server, organisation, initiative);
        if (facts.Length > 0)
            await api.RecordAsync(facts);
        return new(server, organisation, initiative);
    }

    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");

    public Task<Answer> DryRunAsync(byte[] file, string? mapping = null, string query = "", string name = "名簿.csv") =>
        SendAsync($"/imports/dry-run{query}", file, mapping, name, TestContext.Current.CancellationToken);

    /// <summary>Makes a dry run, and a commit with its digest.</summary>
    public async Task<Answer> CommitAsync(byte[] file, string? mapping = null, Guid? import = null, CancellationToken? cancellation = null, string query = "")
    {
        var announced = await DryRunAsync(file, mapping, query);
        Assert.True(announced.Status == HttpStatusCode.OK, announced.Body.ToJsonString());
        return await SendCommitAsync(file, announced, import ?? Guid.NewGuid(), mapping, cancellation, query);
    }

    public Task<Answer> SendCommitAsync(
        byte[] file, Answer announced, Guid import, string? mapping = null, CancellationToken? cancellation = null, string query = "") => SendAsync(
        $"/imports/{import}?file={announced.Body["file"]}&digest={announced.Body["digest"]}{query.Replace('?', '&')}", file, mapping, "名簿.csv",
        cancellation ?? TestContext.Current.CancellationToken);

    public async Task<Answer> SendAsync(string path, byte[] file, string? mapping, string name, CancellationToken cancellation)
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, "file", name);
        if (mapping is not null)
            form.Add(new StringContent(mapping), "mapping");
        using var response = await _http.PostAsync(new Uri(Api.Base + path, UriKind.Relative), form, cancellation);
        return new(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))!);
    }

    public Task<JsonNode> ProgressAsync(Guid import) => Api.GetAsync($"/imports/{import}");

    public async Task<Answer> AbandonAsync(Guid import) =>
        Answer.Of(await Api.PostAsync($"/imports/{import}/abandonment", """{"reason":"entered-by-mistake"}"""));

    public async Task<Answer> UndoAsync(Guid import, Guid? command = null) => Answer.Of(await Api.PostAsync(
        $"/imports/{import}/undo", $$$"""{"command":"{{{command ?? Guid.NewGuid()}}}","reason":{"code":"entered-by-mistake","note":"別の年度だった"}}"""));

    public async Task<Answer> CompleteAsync(Guid import) => Answer.Of(await Api.PostAsync($"/imports/{import}/completion", """{"withoutRefused":true}"""));

    /// <summary>The headcounts in force, as date, group and count.</summary>
    public async Task<IReadOnlyList<string>> CountsAsync()
    {
        var entries = await Api.GetAsync("/entries?kind=participants_counted");
        return [.. entries["entries"]!.AsArray().Where(e => e!["inForce"]?.GetValue<bool>() ?? e["knownTo"] is null)
            .Select(e => $"{e!["occurredOn"]} {e["fact"]!["group"]} {e["fact"]!["count"]}").Order(StringComparer.Ordinal)];
    }

    public Task<long> EventsAsync() =>
        server.ScalarAsync<long>("select count(*) from casestudies.mt_events where tenant_id = $1 and stream_id = $2", organisation, initiative);
}

public sealed record Answer(HttpStatusCode Status, JsonNode Body)
{
    public static Answer Of((HttpStatusCode Status, string Body) answer) => new(answer.Status, JsonNode.Parse(answer.Body)!);

    public string? Code => (string?)Body["code"];

    public int Count(string verdict) => Body["counts"]![verdict]!.GetValue<int>();

    /// <summary>For each row: its number, its verdict and the codes of its messages.</summary>
    public IReadOnlyList<string> Rows => [.. Body["rows"]!.AsArray().Select(r => $"{r!["row"]} {r["verdict"]} {string.Join(',', Codes(r))}".TrimEnd())];

    private static IEnumerable<string> Codes(JsonNode row) =>
        row["says"]!.AsArray().Select(s => (string)s!["code"]!)
            .Concat(row["entries"]!.AsArray().Where(e => e!["says"] is not null).Select(e => (string)e!["says"]!["code"]!)).Distinct();

    public string? After(string indicator) => (string?)Body["figures"]!["after"]!.AsArray().Single(f => (string)f!["indicator"]! == indicator)!["shown"]?["ja"];

    public string? Before(string indicator) =>
        (string?)Body["figures"]!["before"]!.AsArray().Single(f => (string)f!["indicator"]! == indicator)!["shown"]?["ja"];
}
