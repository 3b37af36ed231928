using System.Text.Json;
using CaseStudies.Domain.Guide;

namespace CaseStudies.Tests.Guide;

/// <summary>The runner sees what it is for: each wrong expectation fails, and so does an example that cannot be read.</summary>
public sealed class WrongPageTests
{
    private const string Page = """
        # 件数 / Count

        ## 日本語

        数えます。

        ## English

        It counts.

        ## 例 / Examples

        ### 回 / Sessions

        一回です。

        There is one.

        ```json events
        {"kind": "session_held", "session": "a", "strand": "cafe", "on": "2025-05-10"}
        {"kind": "session_held", "session": "b", "strand": "cafe", "on": "2025-05-17"}
        {"withdraw": "b"}
        ```
        ```json indicator
        {"label": {"ja": "回", "en": "Sessions"}, "formula": {"op": "count", "of": {"kind": "session_held"}}, "show": {"counts": "sessions", "unit": {"ja": "回",
            "en": "sessions"}}}
        ```
        ```json figure
        {
          "period": {"from": "2025-05-01", "to": "2025-05-31"}, "status": "computed", "shown": {"ja": "1回", "en": "1 session"},
          "arithmetic": {"ja": "1 = 記録1件", "en": "1 = 1 entry"}, "leftOut": {"withdrawn": ["b"]}
        }
        ```
        """;

    [Fact]
    public void What_is_right_passes()
    {
        var (expected, actual) = Run(Page);

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("\"1回\"", "\"2回\"")]
    [InlineData("1 session\"", "1 sessions\"")]
    [InlineData("記録1件", "記録2件")]
    [InlineData("\"computed\"", "\"contested\"")]
    [InlineData("\"2025-05-31\"", "\"2025-05-09\"")]
    [InlineData("[\"b\"]", "[\"a\"]")]
    [InlineData("{\"withdrawn\"", "{\"superseded\"")]
    [InlineData("\"leftOut\"", "\"notes\": [{\"ja\": \"注\", \"en\": \"note\"}], \"leftOut\"")]
    [InlineData("\"leftOut\"", "\"target\": {\"comparison\": \"at-least\", \"value\": \"1\", \"achieved\": true}, \"leftOut\"")]
    [InlineData("\"leftOut\"", "\"after\": \"b\", \"leftOut\"")]
    [InlineData("{\"withdraw\": \"b\"}", "")]
    [InlineData("\"counts\": \"sessions\"", "\"counts\": \"people\"")]
    [InlineData("\"en\": \"1 session\"},\n  \"arithmetic\": {\"ja\": \"1 = 記録1件\", \"en\": \"1 = 1 entry\"}", "\"en\": \"1 session\"}")]
    public void A_wrong_expectation_fails(string right, string wrong)
    {
        var (expected, actual) = Run(Changed(right, wrong));

        Assert.NotEqual(expected, actual);
    }

    [Theory]
    [InlineData("\"status\": \"computed\"", "\"state\": \"computed\"")]
    [InlineData("\"status\": \"computed\", ", "")]
    [InlineData("\"on\": \"2025-05-10\"}", "\"on\": \"2025-05-10\"")]
    [InlineData("\"on\": \"2025-05-10\"", "\"on\": \"2025-05-10\", \"surely\": true")]
    [InlineData("\"op\": \"count\"", "\"op\": \"account\"")]
    public void What_cannot_be_read_fails(string right, string wrong) => Assert.ThrowsAny<JsonException>(() => Run(Changed(right, wrong)));

    [Theory]
    [InlineData("```json figure", "```json")]
    [InlineData("```json indicator", "```json definition")]
    [InlineData("There is one.\n", "There is one.\n\nAnd more.\n")]
    [InlineData("一回です。\n\n", "")]
    [InlineData("### 回 / Sessions", "### 回")]
    [InlineData("## English", "## Deutsch")]
    [InlineData("# 件数 / Count\n", "")]
    public void What_is_not_a_page_fails(string right, string wrong) => Assert.Throws<FormatException>(() => Run(Changed(right, wrong)));

    private static (string, string) Run(string page) => ExampleRun.Of(Example.Of(GuidePage.Read("wrong", page).En).Single());

    private static string Changed(string right, string wrong)
    {
        Assert.Contains(right, Page, StringComparison.Ordinal);
        return Page.Replace(right, wrong, StringComparison.Ordinal);
    }
}
