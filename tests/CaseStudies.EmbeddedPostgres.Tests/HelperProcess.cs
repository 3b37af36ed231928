using System.Collections.Concurrent;
using System.Diagnostics;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>The test's side of a <see cref="Helper"/>. Disposing kills it if it still runs.</summary>
internal sealed class HelperProcess : IAsyncDisposable
{
    internal const string Verb = "embedded-helper";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly Task _reading;

    private HelperProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                Lines.Enqueue(line);
        });
    }

    internal ConcurrentQueue<string> Lines { get; } = new();

    internal bool StartedHere => Ready[1] == "True";
    internal int Port => int.Parse(Ready[2], System.Globalization.CultureInfo.InvariantCulture);
    internal string Source => string.Join(' ', Ready[3..]);
    private string[] Ready => Lines.Single(line => line.StartsWith("ready ", StringComparison.Ordinal)).Split(' ');

    internal static HelperProcess Start(IEnumerable<string> arguments, string? account = null, string? directory = null)
    {
        var program = Path.Combine(directory ?? AppContext.BaseDirectory, typeof(Helper).Assembly.GetName().Name + ".dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } me && Path.GetFileName(me).StartsWith("dotnet", StringComparison.Ordinal)
            ? me : "dotnet", [program, Verb, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        if (account is not null)
        {
            start.UserName = account;
            start.Environment["HOME"] = "/";
        }

        return new(Process.Start(start)!);
    }

    internal async Task<string> WaitForAsync(string beginning)
    {
        await Until.TrueAsync(() => Found() is not null || _reading.IsCompleted, seen: () => string.Join(" | ", Lines));
        return Found() ?? throw new InvalidOperationException($"no \"{beginning}\" in: " + string.Join(" | ", Lines));

        string? Found() => Lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal));
    }

    internal async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        await _reading;
        return _process.ExitCode;
    }

    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
