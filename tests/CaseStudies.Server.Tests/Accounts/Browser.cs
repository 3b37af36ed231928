using System.Net;
using System.Text.RegularExpressions;
using Alba;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Keeps cookies and sends forms as a browser does, to whichever node a test names.</summary>
/// <param name="origin">Where its pages come from, such as <c>https://localhost</c>.</param>
internal sealed partial class Browser(string origin = "https://localhost")
{
    public Dictionary<string, string> Cookies { get; } = [];

    public Task<HttpResponseMessage> GetAsync(IAlbaHost node, string path, string accept = "text/html") =>
        SendAsync(node, new(HttpMethod.Get, path) { Headers = { { "Accept", accept } } });

    public async Task<HttpStatusCode> StatusAsync(IAlbaHost node, string path, string accept = "application/json")
    {
        using var answer = await GetAsync(node, path, accept);
        return answer.StatusCode;
    }

    public async Task<string> PageAsync(IAlbaHost node, string path)
    {
        using var answer = await GetAsync(node, path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a page, fills in its form and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(IAlbaHost node, string page, string to, params (string Name, string Value)[] fields) =>
        await SendAsync(node, await FilledInAsync(node, page, to, fields));

    /// <summary>Opens a page and fills in its form, to be sent when the test likes.</summary>
    public async Task<HttpRequestMessage> FilledInAsync(IAlbaHost node, string page, string to, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await PageAsync(node, page)).Groups[1].Value;
        Assert.NotEmpty(token);
        return Form(to, [("__RequestVerificationToken", token), .. fields]);
    }

    /// <summary>Several browsers open a page each, and only then send their forms, all at once and to either node.</summary>
    public static async Task<HttpResponseMessage[]> RaceAsync(
        IAlbaHost one, IAlbaHost two, IReadOnlyList<Browser> browsers, string page, string to, Func<int, (string Name, string Value)[]> fields)
    {
        var forms = new List<Func<Task<HttpResponseMessage>>>();
        foreach (var (i, browser) in browsers.Index())
        {
            var node = i % 2 == 0 ? one : two;
            var form = await browser.FilledInAsync(node, page, to, fields(i));
            forms.Add(() => browser.SendAsync(node, form));
        }

        return await Task.WhenAll(forms.Select(f => f()));
    }

    public Task<HttpResponseMessage> SignInAsync(IAlbaHost node, string login, string password, string back = "/") =>
        SubmitAsync(node, "/sign-in", "/sign-in", ("login", login), ("password", password), ("return", back));

    public HttpRequestMessage Form(string to, params (string Name, string Value)[] fields) => new(HttpMethod.Post, to)
    {
        Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), Headers = { { "Origin", origin } },
    };

    public async Task<HttpResponseMessage> SendAsync(IAlbaHost node, HttpRequestMessage request)
    {
        using var client = node.Server.CreateClient();
        client.BaseAddress = new(origin);
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        request.Headers.TryAddWithoutValidation("User-Agent", "Browser of a test");
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            var pair = set.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
                Cookies.Remove(pair[0]);
            else
                Cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
