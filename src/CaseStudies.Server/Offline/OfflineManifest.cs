using System.Text.Json.Serialization;

namespace CaseStudies.Server.Offline;

/// <summary>With it a browser offers to put the page on the home screen. Source: W3C, Web Application Manifest.</summary>
internal sealed record OfflineManifest(
    string Name, [property: JsonPropertyName("start_url")] string StartUrl, string Scope, string Display,
    [property: JsonPropertyName("background_color")] string BackgroundColor, [property: JsonPropertyName("theme_color")] string ThemeColor,
    IReadOnlyList<OfflineManifest.Icon> Icons)
{
    /// <param name="page">The address of the page.</param>
    public static OfflineManifest For(string page, string icon) =>
        new("CaseStudies", page, page, "standalone", "#ffffff", "#ffffff", [new(icon, "any", "image/svg+xml")]);

    internal sealed record Icon(string Src, string Sizes, string Type);
}
