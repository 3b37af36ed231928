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

/// <summary>Renders a page of the guide: no raw HTML, headings below the page title, links only within the guide.</summary>
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

    /// <summary>Shifts headings below the title of the page; no level is skipped.</summary>
    private static void Level(MarkdownDocument document)
    {
        var headings = document.Descendants<HeadingBlock>().ToList();
        if (headings.Count == 0)
            return;
        var (shift, before) = (2 - headings.Min(h => h.Level), 1);
        foreach (var heading in headings)
            before = heading.Level = Math.Min(Math.Min(heading.Level + shift, before + 1), 6);
    }

    /// <summary>The caption of a block of an example: events, definition, figure or refusal.</summary>
    private static void Caption(FencedCodeBlock block, Language language)
    {
        var what = block.Arguments!;
        var said = what switch
        {
            "events" => new LocalizedText("起きたこと", "What happened"),
            "indicator" => new("指標の定義", "Definition"),
            "figure" => new("求められる数値", "Figure"),
            "refusal" => new("受け付けられない理由", "Refusal"),
            _ => null,
        };
        var caption = new ParagraphBlock { Inline = new ContainerInline()
            .AppendChild(new LiteralInline(said is null ? what : $"{said.In(language)} ({what})")) };
        caption.GetAttributes().AddClass("says");
        block.Parent!.Insert(block.Parent.IndexOf(block), caption);
    }

    /// <summary>Aligns cells by a class: the renderer would write a style attribute, which the content security policy forbids.</summary>
    private static void Align(Table table)
    {
        foreach (var cell in table.OfType<TableRow>().SelectMany(r => r.OfType<TableCell>().Index()))
        {
            if (cell.Index < table.ColumnDefinitions.Count && table.ColumnDefinitions[cell.Index].Alignment == TableColumnAlign.Right)
                cell.Item.GetAttributes().AddClass("right");
        }

        table.ColumnDefinitions.ForEach(c => c.Alignment = null);
    }

    /// <summary>A link to another page of the guide or to a place on this one; other links and images become their text.</summary>
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
