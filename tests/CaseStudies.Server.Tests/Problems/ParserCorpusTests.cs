namespace CaseStudies.Server.Tests.Problems;

/// <summary>Every file of the JSON parsing test suite, sent as a body.</summary>
public sealed class ParserCorpusTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Fact]
    public async Task No_file_of_the_parsing_suite_is_recorded_or_is_our_fault()
    {
        if (Folder() is not { } folder)
        {
            Assert.Skip("The parsing suite is not here: CASESTUDIES_SHARED names the folder that holds vectors/json-parsing/test_parsing.");
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            byte[] within = [.. HostileServer.Utf8($$"""{"command":"{{Guid.NewGuid()}}","facts":"""), .. content, (byte)'}'];
            foreach (var body in new[] { content, within })
                await server.RefusedAsync(name, () => new(HttpMethod.Post, HostileServer.Alpha + "/entries"), body, expected: [400, 413]);
        }

        Assert.Equal(200, (await server.GetAsync(HostileServer.Alpha)).Status);
    }

    private static string? Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CaseStudies.sln")))
            root = root.Parent;
        return new[] { Environment.GetEnvironmentVariable("CASESTUDIES_SHARED"), root is null ? null : Path.Combine(root.FullName, "..", "shared") }
            .Where(s => !string.IsNullOrEmpty(s)).Select(s => Path.Combine(s!, "vectors", "json-parsing", "test_parsing")).FirstOrDefault(Directory.Exists);
    }
}
