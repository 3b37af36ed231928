using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Runs the suite, or plays an application of its own for a test that needs a real second process.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        [HelperProcess.Verb, .. var rest] => await Helper.RunAsync(rest),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await ConsoleRunner.Run(args),
    };
}
