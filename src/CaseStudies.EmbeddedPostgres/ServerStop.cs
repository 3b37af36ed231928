using System.ComponentModel;
using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>Stops a server: sessions are ended, everything committed is on disk, the next start needs no recovery.</summary>
internal static class ServerStop
{
    /// <summary>
    /// True if it runs no longer. Only for a data directory whose pid file was found true: pg_ctl signals whatever
    /// process the file names.
    /// </summary>
    internal static async Task<bool> StopAsync(string binDir, string data, RunAccount? account, TimeSpan patience, CancellationToken ct)
    {
        if (!ClaimIsTrue(data))
            return PostmasterPid.Read(data) is null;
        var program = Path.Combine(binDir, OperatingSystem.IsWindows() ? "pg_ctl.exe" : "pg_ctl");
        try
        {
            var seconds = ((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var result = await Tool.RunServerProgramAsync(program, ["stop", "-s", "-w", "-m", "fast", "-t", seconds, "-D", data],
                account, patience + TimeSpan.FromSeconds(10), ct).ConfigureAwait(false);
            return result.ExitCode == 0 || PostmasterPid.Read(data) is null;
        }
        catch (Win32Exception e)
        {
            throw new EmbeddedPostgresException(Messages.Programs(binDir, e.Message), e);
        }
    }

    // Where there is no procfs, callers have connected to the server just before; that has to do.
    private static bool ClaimIsTrue(string data) => PostmasterPid.Read(data) is { } claim
        && (!OperatingSystem.IsLinux() || LinuxProcesses.ServingFrom(data).Contains(claim.Pid));
}
