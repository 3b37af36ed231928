using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime.Testing;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>
/// The code between the queue and our handlers is generated, committed and compiled with the rest, so that nothing is compiled at run time. With
/// CASESTUDIES_WRITE_GENERATED=1 this test writes it anew.
/// </summary>
public sealed class GeneratedCodeTests(PostgresFixture postgres)
{
    private const string Committed = "src/CaseStudies.Server/Internal/Generated/WolverineHandlers";

    [Fact]
    public async Task The_committed_code_is_what_would_be_generated_now()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var generated = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():n}");
        _ = ServerApp.Configure(builder, new(await postgres.NewDatabaseAsync()), embedded: true, new FakeClock(default));
        await using var app = builder.Build();
        var collections = app.Services.GetServices<ICodeFileCollection>().Where(c => c.ChildNamespace.Contains("Handlers", StringComparison.Ordinal)).ToArray();
        try
        {
            foreach (var collection in collections)
                collection.Rules.GeneratedCodeOutputPath = generated;
            new DynamicCodeBuilder(app.Services,
                collections) { ServiceVariableSource = app.Services.GetRequiredService<IServiceVariableSource>() }.WriteGeneratedCode(_ => { });
            var fresh = Files(generated);
            Assert.NotEmpty(fresh);
            var folder = Path.Combine(Root(), Committed);
            if (Environment.GetEnvironmentVariable("CASESTUDIES_WRITE_GENERATED") == "1")
            {
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
                Directory.CreateDirectory(folder);
                foreach (var (name, text) in fresh)
                    await File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
            }

            Assert.Equal(Files(folder), fresh);
        }
        finally
        {
            if (Directory.Exists(generated))
                Directory.Delete(generated, recursive: true);
        }
    }

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetFileName(f), f => File.ReadAllText(f).ReplaceLineEndings("\n")) : [], StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CaseStudies.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The sources are not above the tests.");
        return folder;
    }
}
