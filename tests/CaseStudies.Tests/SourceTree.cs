namespace CaseStudies.Tests;

/// <summary>The committed files that tests read: the repository's own, found by walking up to its solution.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "CaseStudies.sln")))
                return at.FullName;
        }

        throw new InvalidOperationException($"No CaseStudies.sln stands above {from}.");
    }
}
