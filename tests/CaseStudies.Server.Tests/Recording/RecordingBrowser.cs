using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Alba;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Recording;

internal static class RecordingBrowser
{
    /// <summary>Records facts in one command by the browser's session, as a script of our own pages would.</summary>
    public static async Task RecordAsync(this Browser browser, IAlbaHost node, string initiative, params JsonNode[] facts)
    {
        using var recorded = await browser.SendAsync(node, new(HttpMethod.Post, $"{initiative}/entries")
        {
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
            Content = new StringContent(HostileServer.Record(facts).ToJsonString(), Encoding.UTF8, "application/json"),
        });
        Assert.True(recorded.StatusCode == HttpStatusCode.Created, await Forms.TextAsync(recorded));
    }

    /// <summary>What the figure <c>sessions</c> of a garden says for the fiscal year 2025.</summary>
    public static async Task<int> SessionsAsync(this AccountNodes server, Browser browser, string initiative) => int.Parse(
        ((string)JsonNode.Parse(await server.JsonAsync(browser, $"{initiative}/figures/sessions?from=2025-04-01&to=2026-03-31"))!["shown"]!["ja"]!)
            .TrimEnd('回'),
        CultureInfo.InvariantCulture);
}
