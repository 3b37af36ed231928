using System.Diagnostics;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class Tool
{
    internal sealed record Result(int ExitCode, string Output);

    /// <summary>
    /// A program of PostgreSQL: as the given account, in a neutral directory, and without the PG* variables of
    /// whoever called us (a stray PGDATA or PGPORT would lead it elsewhere).
    /// </summary>
    internal static Task<Result> RunServerProgramAsync(
        string file, IEnumerable<string> arguments, RunAccount? account, TimeSpan limit, CancellationToken ct)
    {
        var start = Prepare(file, arguments);
        foreach (var name in start.Environment.Keys.Where(IsForPostgres).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        if (!OperatingSystem.IsWindows())
            start.WorkingDirectory = "/";
        if (account is not null)
        {
            start.UserName = account.Name;
            start.Environment["HOME"] = "/";
        }

        return RunAsync(start, limit, ct);
    }

    internal static Task<Result> RunAsync(
        string file, IEnumerable<string> arguments, string workingDirectory, TimeSpan limit, CancellationToken ct)
    {
        var start = Prepare(file, arguments);
        start.WorkingDirectory = workingDirectory;
        return RunAsync(start, limit, ct);
    }

    private static ProcessStartInfo Prepare(string file, IEnumerable<string> arguments) => new(file, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        CreateNoWindow = true,
    };

    private static async Task<Result> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return new(-1, $"{Path.GetFileName(start.FileName)} did not end within {limit.TotalSeconds:0} seconds.");
        }

        // A server that pg_ctl left behind may hold the pipes open where handles are inherited: do not wait for the end.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(1), ct)).ConfigureAwait(false);
        return new(process.ExitCode, Text(output) + Text(errors));
    }

    private static string Text(Task<string> read) => read.IsCompletedSuccessfully ? read.Result : "";

    private static bool IsForPostgres(string name) => name.StartsWith("PG", StringComparison.OrdinalIgnoreCase);
}
