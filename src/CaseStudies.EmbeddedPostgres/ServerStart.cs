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
    private static readonly TimeSpan s_sayAgain = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _deadline = options.StartTimeout;
    private TimeSpan _sayAt;

    /// <summary>Started is false if a server that was still coming up became ready meanwhile.</summary>
    /// <exception cref="EmbeddedPostgresException">It did not answer in time; the message ends with the server's log.</exception>
    internal async Task<(RunningServer Server, bool Started)> RunAsync(Binaries binaries, string data, CancellationToken ct)
    {
        Prepare();
        new StartedRecord(binaries.BinDir, binaries.Source, options.KeepRunning).Write(home);
        var (why, started) = ("it does not answer.", false);
        try
        {
            for (var failures = 0; failures < MostFailures && TimeIsLeft(data);)
            {
                var complaint = "";
                if (!await Leftovers.ClearServerAsync(home, data, options.Say, ct).ConfigureAwait(false))
                {
                    started = true;
                    complaint = await StartAsync(binaries, data, _deadline - _watch.Elapsed, ct).ConfigureAwait(false);
                    failures++;
                }

                (var server, why) = await ServerProbe.AskAsync(home, data, ct).ConfigureAwait(false);
                if (server is not null)
                    return (server, started);
                why = complaint.Length > 0 ? complaint : why;
                await Task.Delay(complaint.Length > 0 ? 300 : 100, ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (started)
        {
            // The server may be up, or on its way, and its caller will never dispose of it.
            await ServerStop.StopAsync(binaries.BinDir, data, account, options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        throw new EmbeddedPostgresException(Messages.StartFailed(why, LogTail.Read(home.Log)));
    }

    // After a kill or a power cut PostgreSQL first writes every file of its data to the disk, which takes minutes where there are many. To give up
    // would only begin it anew.
    private bool TimeIsLeft(string data)
    {
        if (PostmasterPid.Read(data) is not { IsStarting: true })
            return _watch.Elapsed < _deadline;
        if (_watch.Elapsed < options.RecoveryTimeout)
            _deadline = _watch.Elapsed + options.StartTimeout;
        if (_watch.Elapsed >= _sayAt)
        {
            options.Say($"PostgreSQL checks its files, as it was not shut down properly ({(int)_watch.Elapsed.TotalSeconds} s)");
            _sayAt = _watch.Elapsed + s_sayAgain;
        }

        return _watch.Elapsed < _deadline;
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
