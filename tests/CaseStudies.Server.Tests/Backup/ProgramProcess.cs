using System.Diagnostics;
using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>The program on its command line.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ProgramProcess(Process process) =>
        (_process, _output, _error) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public static ProgramProcess Start(string connectionString, string? passphrase, params string[] arguments) => new(Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CaseStudies.Server.dll"), .. arguments])
        {
            RedirectStandardInput = true, // nobody sits there
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__CaseStudies"] = connectionString, ["Store__AllowSuperuser"] = "true", [Passphrase.Variable] = passphrase,
                ["LC_ALL"] = "C.UTF-8", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        })!);

    public static async Task<(int Code, string Output, string Error)> RunAsync(string connectionString, string? passphrase, params string[] arguments)
    {
        using var program = Start(connectionString, passphrase, arguments);
        return await program.EndAsync();
    }

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _output, await _error);
    }

    /// <summary>SIGKILL: no handler runs, nothing is taken back.</summary>
    public Task<(int Code, string Output, string Error)> KillAsync()
    {
        _process.Kill();
        return EndAsync();
    }

    /// <summary>SIGTERM, as a system that shuts down sends it.</summary>
    public async Task<(int Code, string Output, string Error)> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
