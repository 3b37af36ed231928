using System.Net;
using Marten;
using Marten.Events;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>The pages as a browser gets them from the server: by the same addresses as the data.</summary>
public sealed class ServedPagesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK, "<h1")]
    [InlineData("/organisations/served", HttpStatusCode.OK, "はち福")]
    [InlineData("/organisations/served/initiatives/garden", HttpStatusCode.OK, "9")]
    [InlineData("/organisations/served/initiatives/garden/figures/youth", HttpStatusCode.OK, "9 = 4 &#x2B; 5")]
    [InlineData("/organisations/served/initiatives/garden/entries?kind=session_held&page=1", HttpStatusCode.OK, "2025年6月14日")]
    [InlineData("/organisations/served/initiatives/garden?lang=en", HttpStatusCode.OK, "lang=\"en\"")]
    [InlineData("/organisations/served/initiatives/none", HttpStatusCode.NotFound, "見つかりません")]
    [InlineData("/organisations/served/initiatives/garden/conflicts", HttpStatusCode.OK, "食い違いはありません")]
    [InlineData("/organisations/served/initiatives/garden/restatements", HttpStatusCode.OK, "締め切られた期間はまだありません")]
    [InlineData("/guide", HttpStatusCode.OK, "<h1")]
    [InlineData("/guide/count?lang=en", HttpStatusCode.OK, "lang=\"en\"")]
    [InlineData("/reference", HttpStatusCode.OK, "開催した回を、人数・出席者・連携先とともに一度に記録する")]
    [InlineData("/reference?lang=en", HttpStatusCode.OK, "A session with its counts, attendances and partners in one act")]
    [InlineData("/guide/none", HttpStatusCode.NotFound, "見つかりません")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "見つかりません")]
    [InlineData("/organisations/served/initiatives/garden?from=x", HttpStatusCode.BadRequest, "リクエストを読み取れませんでした")]
    public async Task A_browser_gets_a_page_where_a_program_gets_data(string path, HttpStatusCode status, string holds)
    {
        var api = new Api(server, "served", "garden");
        if (await server.ScalarAsync<long>("select count(*) from casestudies.mt_events") == 0)
        {
            api = await Api.OpenedAsync(server, "served", "garden");
            await api.SessionAsync("2025-05-10", 4);
            await api.SessionAsync("2025-06-14", 5);
            await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));
        }

        using var client = server.Host.Server.CreateClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ja");
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((status, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(holds, page, StringComparison.Ordinal);
    }
}
