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
}
