using CaseStudies.Server.Commands;

namespace CaseStudies.Tests.Samples;

/// <summary>Where the samples lie: <c>ops/samples</c> below the folder that holds the solution.</summary>
internal static class SampleFiles
{
    public static string Root { get; } = FindRoot();

    public static string Folder => Path.Combine(Root, "ops", "samples");

    public static IReadOnlyList<string> Ids { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<PublishedInitiative> Published { get; } = PublishedInitiative.Read(Folder);

    public static PublishedInitiative PublishedAs(string id) => Published.Single(p => p.Id == id);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CaseStudies.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The solution was not found above the tests.");
    }
}

/// <summary>One theory case for each sample.</summary>
public sealed class EachSample : TheoryData<string>
{
    public EachSample()
    {
        foreach (var id in SampleFiles.Ids)
            Add(id);
    }
}
