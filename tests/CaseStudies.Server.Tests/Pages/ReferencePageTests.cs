using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>The API's description as people read it, from the server that is described.</summary>
public sealed class ReferencePageTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Theory, InlineData("ja"), InlineData("en")]
    public async Task It_names_every_address_and_shows_every_kind_with_its_example(string language)
    {
        var html = await PageAsync(language);
        var document = JsonNode.Parse((await server.GetAsync("/openapi.json")).Body)!;

        Assert.All(document["paths"]!.AsObject(), p => Assert.Contains($" {p.Key}</code>", html, StringComparison.Ordinal));
        var examples = document["paths"]!["/organisations/{org}/initiatives/{id}/entries"]!["post"]!["requestBody"]!
            ["content"]!["application/json"]!["examples"]!.AsObject();
        Assert.All(examples, e =>
        {
            var summary = ((string)e.Value!["summary"]!).Split(" / ")[language == "ja" ? 0 : 1].Replace("'", "&#x27;", StringComparison.Ordinal);
            Assert.Contains($"<p class=\"says\">{summary}</p>", html, StringComparison.Ordinal);
        });
        Assert.Equal(FactExamples.Kinds,
            Regex.Matches(html, "<details id=\"kind-([a-z-]+)\">").Select(m => m.Groups[1].Value.Replace('-', '_')).Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("ja"), InlineData("en")]
    public async Task It_keeps_the_rules_of_every_page(string language)
    {
        var html = await PageAsync(language);
        var ids = Regex.Matches(html, "\\sid=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Empty(Regex.Matches(html, "href=\"#([^\"]+)\"").Select(m => m.Groups[1].Value).Except(ids));
        Assert.DoesNotMatch("(?i)<script|<style|<iframe|<base|\\sstyle=|\\son[a-z]+=|javascript:", html);
        Assert.DoesNotMatch("(?:href|src|action)=\"(?!/(?!/)|#|\\?|data:,)", html);
        var levels = Regex.Matches(html, "<h([1-6])").Select(m => m.Groups[1].Value[0] - '0').ToList();
        Assert.Equal(1, levels.Count(l => l == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Fact]
    public async Task In_English_nothing_but_the_examples_is_Japanese()
    {
        var text = Rendered.Text(Regex.Replace((await PageAsync("en")).Replace("日本語", "", StringComparison.Ordinal), "(?s)<pre>.*?</pre>", ""));

        Assert.DoesNotMatch("[\\u3040-\\u30ff\\u4e00-\\u9fff]", text);
    }

    [Fact]
    public async Task A_program_gets_the_description_itself() =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse((await server.GetAsync("/openapi.json")).Body),
            JsonNode.Parse((await server.GetAsync("/reference")).Body)));

    private async Task<string> PageAsync(string language)
    {
        var answer = await server.SendAsync(new(HttpMethod.Get, "/reference?lang=" + language) { Headers = { { "Accept", "text/html" } } });
        Assert.Equal((200, "text/html"), (answer.Status, answer.MediaType));
        return answer.Body;
    }
}
