using System.Diagnostics;

namespace CaseStudies.EmbeddedPostgres.Tests;

internal static class Shell
{
    internal static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
