namespace CaseStudies.Domain.Guide;

/// <summary>One page of the guide, split into Markdown in one language each.</summary>
/// <param name="Name">The file name without its ending, as used in links: <c>count</c> for <c>count.md</c>.</param>
public sealed record GuidePage(string Name, PublicText Title, string Ja, string En)
{
    private const string Fence = "```";

    public string In(Language language) => language == Language.Ja ? Ja : En;

    /// <summary>
    /// Reads a page: a title <c># ja / en</c>, a section for each language and, optionally, examples shared by both.
    /// Each example has a heading <c>### ja / en</c>, one paragraph in each language, and its blocks.
    /// </summary>
    /// <exception cref="FormatException">The page does not have this form.</exception>
    public static GuidePage Read(string name, string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var sections = Split(markdown.ReplaceLineEndings("\n"), "## ");
        var title = sections[0].Body.Trim();
        if (!title.StartsWith("# ", StringComparison.Ordinal) || title.Contains('\n', StringComparison.Ordinal))
            throw new FormatException($"The page '{name}' begins with its title alone.");
        return sections[1..] switch
        {
            [("日本語", var ja), ("English", var en)] => new(name, Both(title[2..]), ja.Trim() + "\n", en.Trim() + "\n"),
            [("日本語", var ja), ("English", var en), ("例 / Examples", var shared)] => WithExamples(name, Both(title[2..]), ja, en, Split(shared, "### ")),
            _ => throw new FormatException($"The page '{name}' has the sections 日本語, English and perhaps 例 / Examples."),
        };
    }

    private static GuidePage WithExamples(string name, PublicText title, string ja, string en, List<(string Heading, string Body)> examples)
    {
        if (examples[0].Body.Trim().Length > 0)
            throw new FormatException($"In the page '{name}' something stands before the first example.");
        var told = examples[1..].ConvertAll(e => Example(e.Heading, e.Body));
        return new(name, title, Half(ja, "例", told.Select(t => t.Ja)), Half(en, "Examples", told.Select(t => t.En)));
    }

    private static string Half(string text, string heading, IEnumerable<string> examples) =>
        $"{text.Trim()}\n\n### {heading}\n\n{string.Join("\n\n", examples)}\n";

    private static (string Ja, string En) Example(string heading, string body)
    {
        var blocks = body.IndexOf(Fence, StringComparison.Ordinal);
        var paragraphs = (blocks < 0 ? body : body[..blocks]).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (blocks < 0 || paragraphs.Length != 2)
            throw new FormatException($"The example '{heading}' has one paragraph in each language, then its blocks.");
        var (titles, shared) = (Both(heading), body[blocks..].Trim());
        return ($"#### {titles.Ja}\n\n{paragraphs[0]}\n\n{shared}", $"#### {titles.En}\n\n{paragraphs[1]}\n\n{shared}");
    }

    private static PublicText Both(string heading) => heading.Split(" / ") is [var ja, var en]
        ? new(ja.Trim(), en.Trim())
        : throw new FormatException($"The heading '{heading}' is Japanese, ' / ', English.");

    /// <summary>The text before the first heading (without a name), then heading and body of each section; fenced lines are not headings.</summary>
    private static List<(string Heading, string Body)> Split(string text, string mark)
    {
        var (parts, heading, body, fenced) = (new List<(string, string)>(), "", new List<string>(), false);
        foreach (var line in text.Split('\n'))
        {
            fenced ^= line.StartsWith(Fence, StringComparison.Ordinal);
            if (!fenced && line.StartsWith(mark, StringComparison.Ordinal))
            {
                parts.Add((heading, string.Join('\n', body)));
                (heading, body) = (line[mark.Length..].Trim(), []);
            }
            else
            {
                body.Add(line);
            }
        }

        parts.Add((heading, string.Join('\n', body)));
        return parts;
    }
}
