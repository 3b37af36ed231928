using System.Net;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.OpenApi;

/// <summary>What anybody may ask for costs the server next to nothing: it is made once, and a reader who has it is told so.</summary>
public sealed class KeptAnswerTests(KeptAnswerTests.Counting server) : IClassFixture<KeptAnswerTests.Counting>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    /// <summary>Counts how often the description is made.</summary>
    public sealed class Counting(PostgresFixture postgres) : ServerFixture(postgres)
    {
        private int _made;

        public int Made => _made;

        protected override void Configure(WebApplicationBuilder builder) => builder.Services.Configure<OpenApiOptions>("v1",
            o => o.AddDocumentTransformer((_, _, _) =>
            {
                Interlocked.Increment(ref _made);
                return Task.CompletedTask;
            }));
    }

    [Fact]
    public async Task The_description_is_made_once_for_all_who_read_it_in_any_form()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => new[]
        {
            SentAsync("/openapi.json"), SentAsync("/reference"), SentAsync("/reference", ("Accept", "text/html")),
            SentAsync("/reference?lang=en", ("Accept", "text/html")),
        }));

        Assert.Equal(1, server.Made);
    }

    [Fact]
    public async Task The_page_is_drawn_once_in_each_language_whatever_else_is_asked()
    {
        var (services, drawn) = (server.Host.Services, 0);
        var pages = new ReferencePages(services.GetRequiredService<ApiDocument>(), request =>
        {
            Interlocked.Increment(ref drawn);
            return PageResults.For(request);
        }, services.GetRequiredService<IServiceScopeFactory>());
        foreach (var query in Enumerable.Range(0, 40).Select(i => $"?from=2025-04-{i}&lang={(i % 2 == 0 ? "ja" : "en")}").Append("?lang=xx").Append(""))
        {
            var context = new DefaultHttpContext();
            context.Request.QueryString = new(query);
            await pages.AnswerAsync(context);
        }

        Assert.Equal(3, drawn); // an address that names no language has links that name none
    }

    [Theory]
    [InlineData("/openapi.json", "*/*"), InlineData("/reference", "*/*"), InlineData("/reference", "text/html"), InlineData("/reference?lang=en", "text/html")]
    public async Task Who_has_it_is_told_so_in_every_compression(string path, string accept)
    {
        var first = await SentAsync(path, ("Accept", accept));
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (first.StatusCode, first.Headers.CacheControl!.ToString()));
        var plain = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var lengths = new List<long> { plain.Length };
        foreach (var compression in new[] { "gzip", "br" })
        {
            var again = await SentAsync(path, ("Accept", accept), ("Accept-Encoding", compression));
            Assert.Equal((first.Headers.ETag, compression), (again.Headers.ETag, Assert.Single(again.Content.Headers.ContentEncoding)));
            Assert.Contains("Accept-Encoding", again.Headers.Vary);
            lengths.Add(again.Content.Headers.ContentLength!.Value);
            var known = await SentAsync(path, ("Accept", accept), ("Accept-Encoding", compression), ("If-None-Match", first.Headers.ETag!.ToString()));
            Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (known.StatusCode, known.Headers.ETag));
            Assert.Empty(await known.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(lengths.OrderDescending(), lengths);
        var other = await SentAsync(path, ("Accept", accept), ("If-None-Match", "W/\"of-an-older-release\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.True(path == "/openapi.json" || first.Headers.Vary.Contains("Accept"));
    }

    [Fact]
    public async Task HEAD_tells_tag_and_length_without_the_body()
    {
        foreach (var path in new[] { "/openapi.json", "/reference" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            var (head, get) = (await _http.SendAsync(request, TestContext.Current.CancellationToken), await SentAsync(path));
            Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
            Assert.NotNull(head.Headers.ETag);
        }
    }

    private async Task<HttpResponseMessage> SentAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
