using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>The program itself, as a process that can be killed.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said;
    private bool _isDisposed;

    private ServerProcess(Process process, Uri address, StringBuilder said) => (_process, Address, _said) = (process, address, said);

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(
        string connectionString, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CaseStudies.Server.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__CaseStudies"] = connectionString, ["LocalUser__Enabled"] = "true", ["LocalUser__Key"] = LocalUserKey.Value,
                ["Store__AllowSuperuser"] = "true",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var serving = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => serving.TrySetException(new InvalidOperationException($"The server ended before it served:\n{said}"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, await serving.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation), said);
        }
        catch
        {
            process.Kill(); // nobody else knows of it
            throw;
        }

        void Hear(string? line)
        {
            lock (said)
                said.AppendLine(line);
            if (line is not null && Serving().Match(line) is { Success: true } match)
                serving.TrySetResult(new(match.Groups[1].Value));
        }
    }

    /// <summary>Its log so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    public Task ExitedAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    public async Task KillAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>May come twice: whoever starts the next one in its place and fails disposes of this one again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex("Serving on (https?://127\\.0\\.0\\.1:[0-9]+)")]
    private static partial Regex Serving();
}
