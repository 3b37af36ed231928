using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Problems;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Operations;

public sealed class CompressionTests(MountedServer signedIn, HostileServer local) : IClassFixture<MountedServer>, IClassFixture<HostileServer>
{
    private static readonly (string, string) s_accept = ("Accept-Encoding", "br, gzip");

    [Fact]
    public async Task What_anybody_may_read_and_what_a_token_asks_for_is_compressed_over_https_too()
    {
        var token = await signedIn.TokenAsync("alpha");
        foreach (var (path, sent) in new[] { ("/openapi.json", null), ("/scalar/scalar.js", null), ("/organisations", token) })
        {
            var answer = await signedIn.SendAsync("GET", "/figures" + path, sent, null, s_accept, ("X-Forwarded-Proto", "https"));
            Assert.True(answer.Status == 200 && answer.Headers.ContainsKey("Content-Encoding"), $"{path}: {answer.Status}");
            Assert.Contains("Accept-Encoding", answer.Headers["Vary"], StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Content-Encoding", (await signedIn.SendAsync("GET", "/figures/openapi.json", null)).Headers.Keys);
    }

    /// <summary>A browser sends its cookie by itself: another site could make it ask.</summary>
    [Fact]
    public async Task What_a_browser_is_shown_by_itself_is_not_compressed()
    {
        foreach (var path in new[] { HostileServer.Alpha, HostileServer.Alpha + "/figures", "/organisations" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(s_accept.Item1, s_accept.Item2);
            request.Headers.TryAddWithoutValidation("Cookie", LocalUserKey.CookieFor(local.Client.BaseAddress!));
            Assert.DoesNotContain("Content-Encoding", (await local.SendAsync(request)).Headers.Keys);
        }
    }
}
