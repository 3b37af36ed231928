using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Brings the server of one data directory up, whatever state its predecessor was left in. Callers hold the
/// launcher's lock.
/// </summary>
internal sealed class ServerStart(EmbeddedPostgresOptions options, HomePaths home, RunAccount? account)
{
    private const int MostFailures = 3;
    private const long LongestLog = 16 << 20;

    /// <summary>Started is false if a server that was still coming up became ready meanwhile.</summary>
    /// <exception cref="EmbeddedPostgresException">It did not answer in time; the message ends with the server's log.</exception>
    internal async Task<(RunningServer Server, bool Started)> RunAsync(Binaries binaries, string data, CancellationToken ct)
    {
        Prepare();
        new StartedRecord(binaries.BinDir, binaries.Source, options.KeepRunning).Write(home);
        var watch = Stopwatch.StartNew();
        var why = "it does not answer.";
        for (var failures = 0; failures < MostFailures && watch.Elapsed < options.StartTimeout;)
        {
            if (await Leftovers.ClearServerAsync(home, data, options.Say, ct).ConfigureAwait(false))
            {
                (var recovered, why) = await ServerProbe.AskAsync(home, data, ct).ConfigureAwait(false);
                if (recovered is not null)
                    return (recovered, false);
                await Task.Delay(100, ct).ConfigureAwait(false);
                continue;
            }

            (var server, why) = await StartAndAskAsync(binaries, data, options.StartTimeout - watch.Elapsed, ct).ConfigureAwait(false);
            if (server is not null)
                return (server, true);
            failures++;
            await Task.Delay(300, ct).ConfigureAwait(false);
        }

        throw new EmbeddedPostgresException(Messages.StartFailed(why, LogTail.Read(home.Log)));
    }

    private async Task<(RunningServer? Server, string Why)> StartAndAskAsync(
        Binaries binaries, string data, TimeSpan left, CancellationToken ct)
    {
        try
        {
            var complaint = await StartAsync(binaries, data, left, ct).ConfigureAwait(false);
            var (server, why) = await ServerProbe.AskAsync(home, data, ct).ConfigureAwait(false);
            return (server, complaint.Length > 0 ? complaint : why);
        }
        catch (OperationCanceledException)
        {
            // The server may be up, or on its way, and its caller will never dispose of it.
            await ServerStop.StopAsync(binaries.BinDir, data, account, options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    // Returns what pg_ctl complained about, or nothing.
    private async Task<string> StartAsync(Binaries binaries, string data, TimeSpan left, CancellationToken ct)
    {
        var port = FreePort.Choose(options.PreferredPort);
        ServerSettings.Write(data, port, SocketDirectory.For(home));
        options.Say($"Starting PostgreSQL {binaries.Version} on port {port}");
        var seconds = Math.Max(1, (int)left.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        try
        {
            var result = await Tool.RunServerProgramAsync(binaries.Program("pg_ctl"),
                ["start", "-w", "-s", "-t", seconds, "-D", data, "-l", home.Log],
                account, left + TimeSpan.FromSeconds(5), ct).ConfigureAwait(false);
            return result.ExitCode == 0 ? "" : result.Output.Trim();
        }
        catch (Win32Exception e)
        {
            throw new EmbeddedPostgresException(Messages.Programs(binaries.BinDir, e.Message), e);
        }
    }

    private void Prepare()
    {
        foreach (var directory in new[] { home.Run, home.LogDirectory })
        {
            FileModes.CreateDirectory(directory, FileModes.PrivateDirectory);
            account?.Give(directory);
        }

        if (new FileInfo(home.Log) is { Exists: true, Length: > LongestLog })
            File.Move(home.Log, home.Log + ".old", overwrite: true);
    }
}
