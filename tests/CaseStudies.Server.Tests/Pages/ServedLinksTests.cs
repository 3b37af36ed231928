using System.Net;
using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Pages;

public sealed class ServedLinksTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(""), InlineData("/figures/youth"), InlineData("/entries"), InlineData("/conflicts"), InlineData("/attendance-sheet")]
    public async Task Every_link_of_a_page_is_answered_whatever_view_it_shows(string path)
    {
        var api = await Api.OpenedAsync(server, "linked", $"garden-{Guid.NewGuid():n}"[..20]);
        await api.SessionAsync("2025-05-10", 4);
        using var client = server.Host.Server.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
        foreach (var query in (string[])["?lang=en", .. path == "/attendance-sheet" ? Array.Empty<string>() :
            ["?from=2025-04-01&to=2026-03-31&knownAt=2026-04-01T09:00:00%2B09:00&lang=en", "?version=5"]])
        {
            var address = new Uri(client.BaseAddress!, api.Base + path + query);
            var page = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
            var links = Regex.Matches(page, "href=\"([^\"#][^\"]*)\"").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
                .Where(l => !l.StartsWith("data:", StringComparison.Ordinal)).Distinct().ToList();
            Assert.True(links.Count > 5);
            foreach (var link in links)
            {
                using var answer = await client.GetAsync(new Uri(address, link), TestContext.Current.CancellationToken);
                Assert.True(answer.IsSuccessStatusCode, $"{address}: {link} is answered with {answer.StatusCode}");
            }
        }
    }
}
