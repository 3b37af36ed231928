using System.Text.RegularExpressions;

namespace CaseStudies.Domain.Guide;

/// <summary>The user's documentation: what each measure means, with worked examples that the tests run.</summary>
public static partial class GuidePages
{
    private const string Folder = "guide/";

    /// <summary>The index, then the pages in the order in which it lists them.</summary>
    public static IReadOnlyList<GuidePage> All { get; } = Read();

    private static GuidePage[] Read()
    {
        var assembly = typeof(GuidePages).Assembly;
        var pages = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => GuidePage.Read(n[Folder.Length..], Text(n))).ToList();
        var named = Link().Matches(pages.Single(p => p.Name == "index").En).Select(m => m.Groups[1].Value).ToList();
        return [.. pages.OrderBy(p => p.Name == "index" ? -1 : named.IndexOf(p.Name))];

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"\]\(([a-z-]+)\.md\)")]
    internal static partial Regex Link();
}
