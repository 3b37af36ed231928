using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CaseStudies.EmbeddedPostgres;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// A file system of its own for PostgreSQL's data: a tmpfs, which is full once it is made as small as what lies in it. Without the right to mount one,
/// PostgreSQL's processes may not write into any file, which it takes for a disk that fails.
/// </summary>
/// <remarks>Linux only. Kills lose nothing that a tmpfs holds; only the machine's own death would.</remarks>
internal sealed class SmallDisk
{
    private const string Roomy = "4g"; // takes memory only for what lies in it
    private readonly string _folder;
    private readonly bool _mounted;

    private SmallDisk(string folder, bool mounted) => (_folder, _mounted) = (folder, mounted);

    public string Kind => _mounted ? "a file system of the test's own" : "file size limit, as nothing may be mounted here";

    /// <summary>Over an existing folder. One that a killed run has left is used again, with what lies in it.</summary>
    public static async Task<SmallDisk> OverAsync(string folder)
    {
        var there = (await File.ReadAllTextAsync("/proc/self/mounts")).Contains($" {folder} tmpfs ", StringComparison.Ordinal);
        return new(folder, there ? await SucceedsAsync("mount", "-o", $"remount,size={Roomy}", folder)
            : await SucceedsAsync("mount", "-t", "tmpfs", "-o", $"size={Roomy},mode=755", "casestudies", folder));
    }

    /// <param name="processes">PostgreSQL's.</param>
    public async Task FillAsync(IEnumerable<int> processes)
    {
        if (!_mounted)
            await LimitAsync(processes, "0");
        else // it grows while it is measured
            await Until.TrueAsync(() => SucceedsAsync("mount", "-o", $"remount,size={Used()}", _folder));
    }

    public async Task EmptyAsync(IEnumerable<int> processes)
    {
        if (!_mounted)
            await LimitAsync(processes, "unlimited");
        else if (!await SucceedsAsync("mount", "-o", $"remount,size={Roomy}", _folder))
            throw new InvalidOperationException($"{_folder} stays full.");
    }

    public Task RemoveAsync() => _mounted ? SucceedsAsync("umount", "-l", _folder) : Task.CompletedTask;

    private long Used()
    {
        var drive = new DriveInfo(_folder);
        return drive.TotalSize - drive.TotalFreeSpace;
    }

    /// <summary>The soft limit only, which may be raised again by the account that lowered it. A process may have ended by now.</summary>
    private async Task LimitAsync(IEnumerable<int> processes, string bytes)
    {
        var account = RunAccount.For(HomePaths.For(new() { Home = _folder }));
        foreach (var process in processes)
            await Tool.RunServerProgramAsync("prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"], account,
                TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    private static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // no such program
        }
    }
}
