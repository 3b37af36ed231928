using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseStudies.Server.Tests.Persons;

/// <summary>A server whose log is kept, and an organisation that knows one person in every way in which it can.</summary>
public sealed class ErasureServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    public CapturedLog Log { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) => builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information);
}

/// <summary>One person: a name with its reading from a file, another spelling under another id, notes, a voice, and a reason that names the person.</summary>
internal sealed class Erased(ServerFixture server, string organisation)
{
    /// <summary>Nobody else is called so, in the organisations of other tests neither.</summary>
    private readonly string _mark = Guid.NewGuid().ToString("n")[..8];

    public const string Mapping = """
        {"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","fiscalYear":2025,
        "columns":[{"as":"name","header":"氏名"},{"as":"furigana","header":"ふりがな"}]}
        """;

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    public string Name => "山田桜子" + _mark;
    public string Reading => "やまださくらこ" + _mark;
    public string Spelling => "山田さくら子" + _mark;

    /// <summary>The words that must be gone.</summary>
    public string[] Words => [Name, Reading, Spelling, $"{_mark}さんの相談", $"{_mark}さんの声", $"{_mark}さんと別の人"];

    public ImportApi One { get; } = new(server, organisation, "one");
    public string Person { get; private set; } = "";
    public string Second { get; } = $"p-{Guid.NewGuid():n}";

    public async Task RecordAsync()
    {
        await ImportApi.OpenedAsync(server, organisation, "one", """
            {"kind":"indicator_adopted","indicator":"people","on":"2025-04-01","definition":{"label":{"ja":"実人数","en":"People"},
            "formula":{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"},"show":{"counts":"people","unit":{"ja":"人","en":"people"}}}}
            """);
        var two = await ImportApi.OpenedAsync(server, organisation, "two");
        await One.CommitAsync(ImportApi.Csv("氏名,ふりがな,5/10,5/17", $"{Name},{Reading},○,○", "鈴木三郎,すずきさぶろう,○,"), Mapping);
        await two.CommitAsync(ImportApi.Csv("氏名,ふりがな,6/7", $"{Name},,○"), Mapping);
        Person = await server.ScalarAsync<string>("select person from vault.texts where tenant_id = $1 and value = $2 limit 1", organisation, Name);
        await One.Api.RecordAsync(
            $$"""{"kind":"consultation_received","on":"2025-05-20","channel":"phone","person":"{{Person}}","note":"{{Words[3]}}"}""",
            $$"""{"kind":"person_enrolled","person":"{{Second}}","role":"participant","on":"2025-05-20","basis":"consent","name":"{{Spelling}}"}""",
            $$"""{"kind":"people_merged","kept":"{{Person}}","merged":"{{Second}}","on":"2025-05-20"}""");
        var voice = await One.Api.RecordAsync(
            $$"""
            {"kind":"voice_recorded","on":"2025-05-21","speaker":"visitor","words":"{{Words[4]}}","publicationConsented":false,"person":"{{Person}}"}
            """);
        var (status, body) = await One.Api.PostAsync($"/entries/{voice}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","basis":"{{{voice}}}","reason":{"code":"wrong-person","note":"{{{Words[5]}}}"}}""");
        Assert.True(status == HttpStatusCode.OK, body);
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> EraseAsync(Guid command, string ground = "request-of-person", string? person = null)
    {
        using var content = new StringContent($$"""{"command":"{{command}}","ground":"{{ground}}"}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(
            new Uri($"/organisations/{organisation}/persons/{person ?? Person}/erasure", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    public async Task<JsonNode> RecordOfAsync(string? person = null) =>
        JsonNode.Parse(await TextAsync($"/organisations/{organisation}/persons/{person ?? Person}/record"))!;

    /// <summary>A file of entries, made by a job; the job's address.</summary>
    public async Task<string> ExportedAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, One.Api.Base + "/entries.csv") { Headers = { { "Prefer", "respond-async" } } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    /// <summary>Everything that can be read or taken along of the organisation, files unpacked.</summary>
    public async Task<string> EverythingReadAsync()
    {
        var read = new StringBuilder();
        foreach (var initiative in new[] { "one", "two" })
        {
            var at = $"/organisations/{organisation}/initiatives/{initiative}";
            foreach (var path in (string[])["", "/entries", "/figures", "/entries.csv", "/entries.xlsx", "/figures.csv", "/figures.xlsx", "/changes",
                "/changes?format=csv", "/changes?format=xlsx", "/attendance-sheet?on=2025-06-01", "/cards?on=2025-06-01", "/conflicts", "/warnings",
                "/likely-duplicates", "/restatements", "/feed", "/imports"])
                read.AppendLine(await TextAsync(at + path));
        }

        foreach (var path in (string[])["", "/feed", "/members", "/jobs", $"/persons/{Person}/record", $"/persons/{Person}/record?format=csv",
            $"/persons/{Person}/record?format=xlsx", $"/persons/{Second}/record"])
            read.AppendLine(await TextAsync($"/organisations/{organisation}{path}"));
        return read.ToString();
    }

    /// <summary>The figures and entries of an initiative as data.</summary>
    public async Task<string> FiguresAsync() =>
        (await One.Api.GetAsync("/figures?from=2025-04-01&to=2026-03-31")).ToJsonString() + (await One.Api.GetAsync("/entries")).ToJsonString();

    /// <summary>
    /// Tries names against whatever a database has: plain and keyed hashes of all that the program ever hashes about a person, with the key that lies in the
    /// same database, and of whole commands, of which everything else is known.
    /// </summary>
    /// <returns>The names that can be told from what is there.</returns>
    public async Task<IReadOnlyList<string>> GuessedAsync(NpgsqlDataSource source, IEnumerable<string> names, IEnumerable<(Guid Id, string Body)> commands)
    {
        await using var select = source.CreateCommand($"select key from {Tables.VaultKeys} where tenant_id = $1");
        select.Parameters.Add(new() { Value = organisation });
        var (key, guessed) = ((byte[])(await select.ExecuteScalarAsync())!, new List<string>());
        foreach (var name in names)
        {
            var texts = new[] { name, "person\n" + name, "text\n" + name }
                .Concat(commands.Select(c => c.Body.Replace("{name}", name, StringComparison.Ordinal)));
            var hashes = texts.Select(Encoding.UTF8.GetBytes).SelectMany(t => new[] { SHA256.HashData(t), HMACSHA256.HashData(key, t) });
            foreach (var half in hashes.Select(h => Convert.ToHexStringLower(h.AsSpan(0, 16))))
            {
                var asId = $"{half[..8]}-{half[8..12]}-{half[12..16]}-{half[16..20]}-{half[20..]}";
                if ((await StoredTexts.TablesWithAsync(source, half, asId)).Count > 0)
                    guessed.Add(name);
            }
        }

        return [.. guessed.Distinct()];
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await ReadableText.OfAsync(response.Content);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode} {text}");
        return WebUtility.HtmlDecode(text);
    }
}
