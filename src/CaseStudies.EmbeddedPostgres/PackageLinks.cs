using System.Text.Json;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Makes the library links that <c>pg-symlinks.json</c> lists. The package leaves that to an install script, which
/// package managers skip more and more often.
/// </summary>
internal static class PackageLinks
{
    private const string Prefix = "native/";

    private sealed record Link(string Source, string Target);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <exception cref="EmbeddedPostgresException">The list points out of the package.</exception>
    internal static void Make(string directory)
    {
        var list = Path.Combine(directory, "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var (source, target) in JsonSerializer.Deserialize<Link[]>(File.ReadAllBytes(list), s_json)!)
        {
            var file = Inside(directory, source);
            var link = Inside(directory, target);
            if (!File.Exists(file))
                throw new EmbeddedPostgresException(Messages.BadArchive($"it links to \"{source}\", which it lacks."));
            if (File.Exists(link))
                continue;
            FileModes.CreateDirectory(Path.GetDirectoryName(link)!, FileModes.PublicDirectory);
            if (OperatingSystem.IsWindows())
                File.Copy(file, link);
            else
                File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, file));
        }
    }

    private static string Inside(string directory, string name) =>
        PackagePath.Below(Prefix, name) is { } relative ? Path.Combine(directory, relative)
            : throw new EmbeddedPostgresException(Messages.BadArchive($"it links \"{name}\"."));
}
