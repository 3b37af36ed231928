using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests;

/// <summary>The vocabulary of the tests over HTTP: one initiative of one organisation, and what a client does with it.</summary>
public sealed class Api(ServerFixture server, string organisation, string initiative)
{
    private readonly Dictionary<Guid, Guid> _basis = [];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    public string Base => $"/organisations/{organisation}/initiatives/{initiative}";

    /// <summary>Opened on 2025-04-01 with one strand, <c>cafe</c>, and the sum of its young visitors as indicator <c>youth</c>.</summary>
    public static async Task<Api> OpenedAsync(ServerFixture server, string organisation, string initiative)
    {
        var api = new Api(server, organisation, initiative);
        await api.RecordAsync(
            """
            {"kind":"initiative_opened","title":{"ja":"はち福","en":"Hachifuku"},"forms":[{"ja":"居場所","en":"A place to be"}],
            "audiences":[{"ja":"若者","en":"Young people"}],"areas":[{"ja":"福生市","en":"Fussa"}],"on":"2025-04-01"}
            """,
            """{"kind":"strand_started","strand":"cafe","name":{"ja":"ふれあい喫茶","en":"Café"},"on":"2025-04-01"}""",
            """
            {"kind":"indicator_adopted","indicator":"youth","on":"2025-04-01",
            "definition":{"label":{"ja":"若者","en":"Young people"},"formula":{"op":"sum",
            "of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},
            "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}},"headline":true}}
            """);
        return api;
    }

    /// <summary>One accepted act; the id of the entry that its first fact opens.</summary>
    public async Task<Guid> RecordAsync(params string[] facts)
    {
        var command = Guid.NewGuid();
        var (status, body) = await PostAsync("/entries", Record(command, facts));
        Assert.True(status == HttpStatusCode.Created, body);
        return command;
    }

    /// <summary>A session of the café with its young visitors.</summary>
    public Task<Guid> SessionAsync(string on, int youth)
    {
        var session = Guid.NewGuid();
        return RecordAsync(
            $$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"{{on}}"}""",
            $$"""{"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth","count":{{youth}},"unit":"people"}""");
    }

    public Task<Guid> CorrectAsync(Guid entry, string replacement) => ChangedAsync(entry, "corrections", $"\"replacement\":{replacement},");

    public Task<Guid> WithdrawAsync(Guid entry) => ChangedAsync(entry, "withdrawal", "");

    public Task<Guid> UndoAsync(Guid act) => ActAsync($"/acts/{act}/undo", "");

    /// <summary>Several at once; a replacement that is null withdraws.</summary>
    public async Task<Guid> ChangeAsync(params (Guid Entry, string? Replacement)[] changes)
    {
        var list = changes.Select(c =>
            $$"""
            {"entry":"{{c.Entry}}",
            "basis":"{{_basis.GetValueOrDefault(c.Entry, c.Entry)}}"{{(c.Replacement is null ? "" : $",\"replacement\":{c.Replacement}")}}}
            """);
        var command = await ActAsync("/changes", $"\"changes\":[{string.Join(',', list)}],");
        foreach (var (entry, _) in changes)
            _basis[entry] = command;
        return command;
    }

    /// <summary>The version of an entry's present form, as a client gives it with a change.</summary>
    public Task<int> VersionAsync(Guid entry) => server.ScalarAsync<int>(
        "select max(version) from casestudies.entries where tenant_id = $1 and stream_id = $2 and (opens = $3 or closes = $3)", organisation, initiative,
        entry);

    /// <summary>Made upon what this client did last to the entry; whatever else happened to it refuses the change.</summary>
    private async Task<Guid> ChangedAsync(Guid entry, string verb, string more) =>
        _basis[entry] = await ActAsync($"/entries/{entry}/{verb}", $"{more}\"basis\":\"{_basis.GetValueOrDefault(entry, entry)}\",");

    /// <summary>One accepted act for a reason; its command.</summary>
    private async Task<Guid> ActAsync(string path, string more)
    {
        var command = Guid.NewGuid();
        var (status, body) = await PostAsync(path, $$$"""{"command":"{{{command}}}",{{{more}}}"reason":{"code":"miscounted"}}""");
        Assert.True(status == HttpStatusCode.OK, body);
        return command;
    }

    public static string Record(Guid command, params string[] facts) => $$"""{"command":"{{command}}","facts":[{{string.Join(',', facts)}}]}""";

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(Base + path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, byte[] Body, string? MediaType)> TryGetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(Base + path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Content.Headers.ContentType?.MediaType);
    }

    public async Task<JsonNode> GetAsync(string path) =>
        (await _http.GetFromJsonAsync<JsonNode>(new Uri(Base + path, UriKind.Relative), JsonSerializerOptions.Web, TestContext.Current.CancellationToken))!;

    /// <summary>What a browser gets.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Base + path) { Headers = { { "Accept", "text/html" } } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Status and Japanese text of the figure <c>youth</c>.</summary>
    public async Task<(string Status, string? Shown)> YouthAsync(string query = "")
    {
        var figure = await GetAsync("/figures/youth" + query);
        return (figure["status"]!.GetValue<string>(), figure["shown"]?["ja"]?.GetValue<string>());
    }
}
