using System.Net;
using System.Text;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>What many clients of one organisation do again and again, each at once after the last answer.</summary>
/// <param name="StepAsync">Of a client: its number, and how many steps it did. False: it was turned away, and has waited as it was told.</param>
/// <param name="Settings">Of the program that serves it.</param>
internal sealed record Load(
    string Name, int Clients, Func<HttpClient, int, int, CancellationToken, Task<bool>> StepAsync, params (string Name, string Value)[] Settings)
{
    /// <summary>Until it is in full swing, where that takes longer than usual; it is then measured in one long turn.</summary>
    public Func<Task>? InSwingAsync { get; init; }
}

internal static class Loads
{
    private static readonly Slug s_read = new("read-by-many"), s_fed = new("fed");

    /// <summary>The stream of the organisation that is measured, and those of the others.</summary>
    public const int Other = 3, Batched = 1, Imported = 2;

    public static async Task<IReadOnlyList<Load>> AllAsync(Bench bench, LoadSizes sizes)
    {
        await FigureBooks.FillAsync(bench, s_read, sizes.Entries);
        await bench.RecordAsync(FigureBooks.Organisation, s_fed, Facts.Opening(), Facts.Strand());
        using var file = new MemoryStream();
        await Imports.WriteAsync(file, sizes.Rows);
        var all = new Starvation(FigureBooks.Organisation, file.ToArray(), (http, client, step, stop) =>
            SentAsync(http, Page(Address(FigureBooks.Organisation, s_read, (client + step) % 2 == 0 ? "entries.csv" : "entries.xlsx"), false), stop));
        return
        [
            new("none", 0, (_, _, _, _) => Task.FromResult(true)),
            // Every export is written to its reader, although large ones would be jobs.
            new($"{sizes.Readers} readers of {sizes.Entries:#,0} entries", sizes.Readers, ReadAsync, ("Jobs__ExportRows", "100000000")),
            new($"{sizes.Batches} batches of {sizes.Commands:#,0} commands at a time", sizes.Batches,
                (http, client, _, stop) => BatchAsync(http, client, sizes.Commands, stop)),
            new($"{sizes.DryRuns} dry runs of {sizes.Rows:#,0} rows at a time", sizes.DryRuns, (http, _, _, stop) => DryRunAsync(http, file.ToArray(), stop)),
            new($"an import of {sizes.Rows:#,0} rows, and {sizes.Readers} exports at a time of {sizes.Entries:#,0} entries", 1 + sizes.Readers, all.StepAsync,
                ("Jobs__ExportRows", "100000000"), ("Jobs__ImportRows", "1")) { InSwingAsync = all.InSwingAsync },
            new($"{sizes.Feeds} waiting feeds, all woken once a second", sizes.Feeds, new Feeds().StepAsync),
        ];
    }

    public static Load Anonymous(int readers) => new($"{readers}", readers, (http, client, step, stop) =>
        SentAsync(http, Page(new((client + step) % 2 == 0 ? "openapi.json" : "reference", UriKind.Relative), (client + step) % 2 == 1), stop));

    public static Uri Address(int stream, string rest) => Address(Facts.Organisation(stream), Facts.Initiative(stream), rest);

    private static Uri Address(Slug organisation, Slug initiative, string rest) =>
        new($"organisations/{organisation}/initiatives/{initiative}/{rest}", UriKind.Relative);

    /// <summary>A mix of all that lists entries; each client begins elsewhere in it.</summary>
    private static Task<bool> ReadAsync(HttpClient http, int client, int step, CancellationToken stop)
    {
        var (rest, page) = ((client + step) % 6) switch
        {
            0 => ($"entries?page={(client * 37) + step + 1}", true),
            1 => ($"entries?offset={100 * ((client * 37) + step)}", false),
            2 => ("entries.csv", false),
            3 => ("entries.xlsx", false),
            4 => ("figures/youth", false),
            _ => ("figures/youth", true),
        };
        return SentAsync(http, Page(Address(FigureBooks.Organisation, s_read, rest), page), stop);
    }

    /// <summary>Half of them commands on their own, half all or none.</summary>
    private static Task<bool> BatchAsync(HttpClient http, int client, int commands, CancellationToken stop)
    {
        var body = new StringBuilder($$"""{"mode":"{{(client % 2 == 0 ? "each" : "all")}}","items":[""");
        for (var i = 0; i < commands; i++)
        {
            var stream = Batched + (i % Sizes.InitiativesPerOrganisation * Facts.Organisations);
            body.Append(i == 0 ? "" : ",").Append(
                $$$"""{"initiative":"{{{Facts.Initiative(stream)}}}","record":{"command":"{{{Guid.NewGuid()}}}","facts":[{{{Facts.Sent(i)}}}]}}""");
        }

        return SentAsync(http, new(HttpMethod.Post, new Uri($"organisations/{Facts.Organisation(Batched)}/batches", UriKind.Relative))
        {
            Content = new StringContent(body.Append("]}").ToString(), Encoding.UTF8, "application/json"),
        }, stop);
    }

    private static Task<bool> DryRunAsync(HttpClient http, byte[] file, CancellationToken stop) =>
        SentAsync(http, new(HttpMethod.Post, Address(Imported, "imports/dry-run"))
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "records.csv" }, { new StringContent(Imports.Mapping), "mapping" } },
        }, stop);

    private static HttpRequestMessage Page(Uri address, bool html)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (html)
            request.Headers.Accept.ParseAdd("text/html");
        return request;
    }

    /// <summary>The whole answer is read, and nothing of it is kept.</summary>
    private static async Task<bool> SentAsync(HttpClient http, HttpRequestMessage request, CancellationToken stop)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            await answer.Content.CopyToAsync(Stream.Null, stop);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), stop);
                return false;
            }

            return answer.IsSuccessStatusCode ? true : throw new InvalidOperationException($"{request.RequestUri}: {answer.StatusCode}");
        }
    }

    /// <summary>All wait for the same feed from its end on. The first of them also records something now and then.</summary>
    private sealed class Feeds
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<int, string> _next = [];

        public async Task<bool> StepAsync(HttpClient http, int client, int step, CancellationToken stop)
        {
            if (client == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                using var content = new StringContent($$"""{"command":"{{Guid.NewGuid()}}","facts":[{{Facts.Sent()}}]}""", Encoding.UTF8, "application/json");
                using var recorded = await http.PostAsync(Address(FigureBooks.Organisation, s_fed, "entries"), content, stop);
                return recorded.IsSuccessStatusCode;
            }

            var from = Next(client);
            using var answer = await http.GetAsync(
                from is null ? Address(FigureBooks.Organisation, s_fed, "feed?limit=1000") : new Uri(from + "&wait=30", UriKind.Relative), stop);
            answer.EnsureSuccessStatusCode();
            lock (_lock)
                _next[client] = answer.Headers.GetValues("Link").First().Split('<', '>')[1];
            return true;
        }

        private string? Next(int client)
        {
            lock (_lock)
                return _next.GetValueOrDefault(client);
        }
    }
}
