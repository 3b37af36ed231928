using CaseStudies.Domain;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>The pages behind a server, with nothing but what <see cref="PageServices.AddPages"/> adds.</summary>
public sealed class PageHttpTests
{
    [Fact]
    public async Task A_page_is_served_in_the_language_of_the_browser_and_tells_caches_so()
    {
        await using var app = await Started();
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "en-GB, ja;q=0.5");

        using var response = await client.GetAsync(new Uri("/case?from=2025-04-01", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("en", response.Content.Headers.ContentLanguage.Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(["Accept", "Accept-Language"], response.Headers.Vary);
        Assert.Contains("initiatives/hachifuku/entries?from=2025-04-01\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Japanese_stays_readable_in_the_source()
    {
        await using var app = await Started();
        using var client = app.GetTestClient();

        Assert.Contains("<h1>若者主体の", await client.GetStringAsync(new Uri("/case", UriKind.Relative), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_answers_with_its_own_status()
    {
        await using var app = await Started();
        using var client = app.GetTestClient();

        using var response = await client.GetAsync(new Uri("/problem", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_stylesheet_may_be_kept_for_ever_under_its_digest_only()
    {
        await using var app = await Started();
        using var client = app.GetTestClient();

        using var exact = await client.GetAsync(new Uri(Stylesheet.Address, UriKind.Relative), TestContext.Current.CancellationToken);
        using var other = await client.GetAsync(new Uri(Stylesheet.Main.Path + "?v=0", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("text/css; charset=utf-8", exact.Content.Headers.ContentType?.ToString());
        Assert.Equal(("public, max-age=31536000, immutable", "no-cache"), (exact.Headers.CacheControl?.ToString(), other.Headers.CacheControl?.ToString()));
    }

    private static async Task<WebApplication> Started()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddPages();
        // The framework's own start-up writes keys into the home directory otherwise.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.MapGet(Stylesheet.Main.Path, Stylesheet.Main.Serve);
        app.MapGet("/case", (HttpRequest request) =>
            new PageResults(ReaderLanguage.FromRequest(request), PageLinks.FromRequest(request)).CaseStudy(PageBooks.Year().View()));
        app.MapGet("/problem", (HttpRequest request) =>
            new PageResults(ReaderLanguage.FromRequest(request), PageLinks.FromRequest(request)).Problem(ProblemText.ForStatus(403)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
