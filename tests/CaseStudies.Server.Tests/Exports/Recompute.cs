using System.Diagnostics;
using CaseStudies.Server.Tests.Rules;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>The script that computes figures from exported files alone: another language, and none of this program's code.</summary>
internal sealed class Recompute : IDisposable
{
    private readonly List<string> _files = [];

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("casestudies-recompute-");

    /// <summary>Without Python there is nothing to run; the gate has it, and must not pass without.</summary>
    public static void SkipWithoutPython() => Assert.SkipWhen(
        !Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "python3")))
            && Environment.GetEnvironmentVariable("CI") != "true",
        "python3 is not installed");

    public async Task AddAsync(string name, byte[] entries, byte[] figures)
    {
        foreach (var (of, content) in new[] { ("entries", entries), ("figures", figures) })
        {
            _files.Add(Path.Combine(Folder.FullName, $"{name}-{of}.csv"));
            await File.WriteAllBytesAsync(_files[^1], content, TestContext.Current.CancellationToken);
        }
    }

    public async Task<(int Code, string Said)> RunAsync()
    {
        var start = new ProcessStartInfo("python3", ["-B", Repository.Path("tests/recompute/recompute.py"), .. _files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start)!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(), python.StandardError.ReadToEndAsync());
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (python.ExitCode, (await output + await error).TrimEnd());
    }

    public void Dispose() => Folder.Delete(recursive: true);
}
