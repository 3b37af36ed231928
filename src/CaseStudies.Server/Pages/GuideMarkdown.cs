using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Server.Wording;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CaseStudies.Server.Pages;

/// <summary>A page of the guide as HTML that fits into ours: no raw HTML, headings below the title, links only within the guide.</summary>
public static class GuideMarkdown
{
    private const string Ending = ".md";

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    public static string Html(GuidePage page, Language language, PageLinks links)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(links);
        var document = Markdown.Parse(page.In(language), s_pipeline);
        Level(document);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Lead(link, links);
        foreach (var address in document.Descendants<AutolinkInline>().ToList())
            address.ReplaceBy(new LiteralInline(address.Url));
        foreach (var table in document.Descendants<Table>())
            Align(table);
        foreach (var block in document.Descendants<FencedCodeBlock>().Where(b => !string.IsNullOrEmpty(b.Arguments)).ToList())
            Caption(block, language);
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        s_pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The highest one follows the page's title, and none skips a level.</summary>
    private static void Level(MarkdownDocument document)
    {
        var headings = document.Descendants<HeadingBlock>().ToList();
        if (headings.Count == 0)
            return;
        var (shift, before) = (2 - headings.Min(h => h.Level), 1);
        foreach (var heading in headings)
            before = heading.Level = Math.Min(Math.Min(heading.Level + shift, before + 1), 6);
    }

    /// <summary>Which of an example's blocks it is: its events, its definition, what comes of them.</summary>
    private static void Caption(FencedCodeBlock block, Language language)
    {
        var what = block.Arguments!;
        var said = what switch
        {
            "events" => new Words("出来事", "What happened"),
            "indicator" => new("指標の定義", "The definition"),
            "figure" => new("求まる数値", "The figure"),
            "refusal" => new("断りの理由", "The refusal"),
            _ => null,
        };
        var caption = new ParagraphBlock { Inline = new ContainerInline().AppendChild(new LiteralInline(said is null ? what : $"{said.In(language)} ({what})")) };
        caption.GetAttributes().AddClass("says");
        block.Parent!.Insert(block.Parent.IndexOf(block), caption);
    }

    /// <summary>By a class: the renderer would write a style, which our pages forbid.</summary>
    private static void Align(Table table)
    {
        foreach (var cell in table.OfType<TableRow>().SelectMany(r => r.OfType<TableCell>().Index()))
        {
            if (cell.Index < table.ColumnDefinitions.Count && table.ColumnDefinitions[cell.Index].Alignment == TableColumnAlign.Right)
                cell.Item.GetAttributes().AddClass("right");
        }

        table.ColumnDefinitions.ForEach(c => c.Alignment = null);
    }

    /// <summary>Another page of the guide, or a place on this one; whatever leads elsewhere, or shows a picture, becomes its text.</summary>
    private static void Lead(LinkInline link, PageLinks links)
    {
        var url = link.Url ?? "";
        if (!link.IsImage && url.EndsWith(Ending, StringComparison.Ordinal) && GuidePages.All.Any(p => p.Name == url[..^Ending.Length]))
            link.Url = links.Guide(url[..^Ending.Length]);
        else if (link.FirstChild is null)
            link.Remove();
        else
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }
}
