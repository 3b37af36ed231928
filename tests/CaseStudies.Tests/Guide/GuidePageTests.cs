using CaseStudies.Domain;
using CaseStudies.Domain.Guide;

namespace CaseStudies.Tests.Guide;

/// <summary>A page is told apart into its halves; each has the examples, in its own words.</summary>
public sealed class GuidePageTests
{
    private static readonly GuidePage s_page = GuidePage.Read("page", """
        # 題 / Title

        ## 日本語

        ### 意味

        文。

        ## English

        ### Meaning

        A sentence.

        ## 例 / Examples

        ### 一 / One

        説明。

        It is told.

        ```json events
        ### not / a heading
        ```

        ### 二 / Two

        次。

        The next.

        ```json events
        ```
        """);

    [Fact]
    public void It_has_a_title_in_both_languages() => Assert.Equal(("page", new PublicText("題", "Title")), (s_page.Name, s_page.Title));

    [Fact]
    public void The_Japanese_half_has_no_English() => Assert.Equal(
        "### 意味\n\n文。\n\n### 例\n\n#### 一\n\n説明。\n\n```json events\n### not / a heading\n```\n\n#### 二\n\n次。\n\n```json events\n```\n", s_page.In(Language.Ja));

    [Fact]
    public void The_English_half_has_no_Japanese() => Assert.Equal(
        "### Meaning\n\nA sentence.\n\n### Examples\n\n#### One\n\nIt is told.\n\n```json events\n### not / a heading\n```\n\n#### Two\n\nThe "
            + "next.\n\n```json events\n```\n", s_page.In(Language.En));

    [Fact]
    public void A_page_without_examples_has_its_two_halves() => Assert.Equal(
        ("文。\n", "A sentence.\n"),
        GuidePage.Read("page", "# 題 / Title\n\n## 日本語\n\n文。\n\n## English\n\nA sentence.\n") is var page ? (page.Ja, page.En) : default);

    [Fact]
    public void The_guide_begins_with_its_index() =>
        Assert.Equal(("index", "手引き", "Guide"), GuidePages.All[0] is var index ? (index.Name, index.Title.Ja, index.Title.En) : default);
}
