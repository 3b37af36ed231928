using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class GuideTests
{
    [Theory]
    [InlineData("<b onclick=x>bold</b>", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("[x](javascript:alert)", "<p>x</p>")]
    [InlineData("[x](https://example.org)", "<p>x</p>")]
    [InlineData("<https://example.org>", "<p>https://example.org</p>")]
    [InlineData("![x *y*](https://example.org/a.png)", "<p>x <em>y</em></p>")]
    [InlineData("[](https://example.org)", "<p></p>")]
    [InlineData("[x](none.md)", "<p>x</p>")]
    [InlineData("[the **first**](index.md)", "<p><a href=\"/guide/index?lang=en\">the <strong>first</strong></a></p>")]
    [InlineData("### a\n\n##### b\n\n#### c", "<h2>a</h2>\n<h3>b</h3>\n<h3>c</h3>")]
    [InlineData("```json\n{\"a\":\"<\"}\n```", "<pre><code class=\"language-json\">{&quot;a&quot;:&quot;&lt;&quot;}\n</code></pre>")]
    [InlineData("```json figure\n1\n```", "<p class=\"says\">Figure (figure)</p>\n<pre><code class=\"language-json\">1\n</code></pre>")]
    [InlineData("```json other\n1\n```", "<p class=\"says\">other</p>\n<pre><code class=\"language-json\">1\n</code></pre>")]
    public void Markdown_becomes_what_a_page_of_ours_may_hold(string markdown, string expected) =>
        Assert.Equal(expected, GuideMarkdown.Html(new("any", T("題", "title"), "ja", markdown), Language.En, Rendered.Links(("lang", "en"))).Trim());

    [Fact]
    public void Numbers_in_a_table_stand_to_the_right_without_a_style()
    {
        var html = GuideMarkdown.Html(new("any", T("題", "title"), "|a|b|\n|---|--:|\n|c|1|", "en"), Language.Ja, Rendered.Links());

        Assert.Contains("<th>a</th>\n<th class=\"right\">b</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"right\">1</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_stands_in_both_languages_and_is_reached_from_the_first()
    {
        var first = await Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).Guide(GuidePages.All.Single(p => p.Name == "index")));
        foreach (var page in GuidePages.All)
        {
            Assert.Contains($"<h1>{page.Title.Ja}</h1>", await Rendered.Html(new PageResults(Language.Ja, Rendered.Links()).Guide(page)),
                StringComparison.Ordinal);
            Assert.Contains($"<h1>{page.Title.En}</h1>", await Rendered.Html(new PageResults(Language.En, Rendered.Links()).Guide(page)),
                StringComparison.Ordinal);
            Assert.True(page.Name == "index" || first.Contains($"href=\"/guide/{page.Name}\"", StringComparison.Ordinal), page.Name);
        }
    }

    [Fact]
    public async Task A_figure_leads_to_the_pages_on_its_formula()
    {
        var book = Opened().Adopt("sessions", T("回数", "Sessions"), new Count(Of("session_held")), PageBooks.Times);

        var html = await Rendered.Html(new PageResults(Language.En, Rendered.Links()).Figure(book.View(), Named(book.View(), "sessions")));

        Assert.Contains("href=\"/guide/count\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/guide\"", html, StringComparison.Ordinal);
    }
}
