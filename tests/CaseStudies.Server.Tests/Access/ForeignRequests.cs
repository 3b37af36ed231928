using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Access;

/// <summary>
/// Requests that are right in the organisation <c>alpha</c>, and whatever its answers name: ids, links with cursors, entity tags. From these, requests are
/// made that exchange some of it for what members of <c>beta</c> may name, and leave the rest.
/// </summary>
internal sealed partial class ForeignRequests
{
    private const int OfEach = 3;

    private static readonly string[] s_believed = ["X-Tenant", "X-Organisation", "Idempotency-Key"];

    private static readonly string[] s_accept = ["application/json", "text/html", "*/*", "*/*"];

    private readonly List<(string Method, string Path, string? Json, byte[]? File, string? Press)> _kinds = [];
    private readonly List<string> _ids = [];
    private readonly List<string> _queries = [];
    private readonly List<string> _tags = [];
    private readonly List<string> _own = [];

    public int Count => _kinds.Count;

    /// <summary>Sends each kind of request once with the planted word in its texts, so that there is something to find.</summary>
    public static async Task<ForeignRequests> CollectAsync(HostileServer server, string planted)
    {
        var all = new ForeignRequests();
        foreach (var (route, make) in Routes.All)
        {
            for (var i = 0; i < OfEach; i++)
            {
                var made = await make(server);
                var json = made.Body?.ToJsonString();
                if (i == 0)
                    all.Harvest(await server.SendAsync(made.Request(), json is null ? null : Encoding.UTF8.GetBytes(Plant(json, planted))));
                else
                    all._kinds.Add((made.Method, WithoutSecret(made.Path), json, made.File, made.Press));
            }
        }

        foreach (var page in new[] { "/entries", "/feed?limit=2", "/changes", "/imports", "/figures" })
        {
            foreach (var accept in new[] { "application/json", "text/html" })
            {
                var request = new HttpRequestMessage(HttpMethod.Get, HostileServer.Alpha + page);
                request.Headers.TryAddWithoutValidation("Accept", accept);
                all.Harvest(await server.SendAsync(request));
            }
        }

        var own = await server.GetAsync(HostileServer.Beta + "/entries");
        all._own.AddRange(Id().Matches(own.Body).Select(m => m.Value).Distinct());
        Assert.Contains(planted, (await server.GetAsync(HostileServer.Alpha + "/entries")).Body);
        Assert.True(all._ids.Count > 50 && all._queries.Count > 2 && all._tags.Count > 0 && all._own.Count > 0,
            $"{all._ids.Count} ids, {all._queries.Count} queries, {all._tags.Count} tags, {all._own.Count} own");
        return all;
    }

    /// <summary>Whoever has a share link may use it. Attackers know the ids of links alone, which take the place of this one.</summary>
    private static string WithoutSecret(string path) =>
        path.StartsWith("/shared/", StringComparison.Ordinal) ? $"/shared/alpha/{Guid.NewGuid()}" : path;

    public HttpRequestMessage Next(Random random)
    {
        var (method, path, json, file, press) = _kinds[random.Next(_kinds.Count)];
        if (random.Next(4) > 0)
            path = path.Replace("/alpha", "/beta", StringComparison.Ordinal);
        if (random.Next(4) > 0)
            path = path.Replace("/one", "/two", StringComparison.Ordinal);
        path = Exchange(path, random);
        if (random.Next(6) == 0)
            path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + _queries[random.Next(_queries.Count)];
        var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));
        if (json is not null)
        {
            var body = random.Next(2) == 0 ? json.Replace("\"one\"", "\"two\"", StringComparison.Ordinal) : json;
            request.Content = new StringContent(Exchange(body, random), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        }
        else if (file is not null)
            request.Content = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "x.csv" } };
        else if (press is not null)
            request.Content = new FormUrlEncodedContent([new("press", press)]);
        request.Headers.TryAddWithoutValidation("Accept", s_accept[random.Next(s_accept.Length)]);
        if (random.Next(5) == 0)
            request.Headers.TryAddWithoutValidation(random.Next(2) == 0 ? "If-Match" : "If-None-Match", _tags[random.Next(_tags.Count)]);
        foreach (var name in s_believed.Where(_ => random.Next(5) == 0))
            request.Headers.TryAddWithoutValidation(name, random.Next(2) == 0 ? "alpha" : _ids[random.Next(_ids.Count)]);
        return request;
    }

    /// <summary>Each id stays, or becomes another one of either organisation, or one that nobody has.</summary>
    private string Exchange(string text, Random random) => Id().Replace(text, id => random.Next(6) switch
    {
        0 or 1 => _ids[random.Next(_ids.Count)],
        2 => _own[random.Next(_own.Count)],
        3 => Guid.ParseExact(random.GetString("0123456789abcdef", 32), "n").ToString(),
        _ => id.Value,
    });

    private void Harvest(Answer answer)
    {
        _ids.AddRange(Id().Matches(answer.Body).Select(m => m.Value).Except(_ids).Take(50));
        _queries.AddRange(Query().Matches(answer.Body + answer.Headers.GetValueOrDefault("Link"))
            .Select(m => m.Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal)).Except(_queries).Take(20));
        if (answer.Headers.TryGetValue("ETag", out var tag) && !_tags.Contains(tag))
            _tags.Add(tag);
    }

    /// <summary>Into every text of the examples, which begin alike, here in the way in which JSON writes them.</summary>
    private static string Plant(string json, string planted) => json.Replace("\"\\u6587 ", $"\"\\u6587{planted} ", StringComparison.Ordinal)
        .Replace("\"\\u540D ", $"\"\\u540D{planted} ", StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("[\"<]/organisations/[^\"?>]*\\?([^\">]+)[\">]")]
    private static partial Regex Query();
}
