using System.Diagnostics;

namespace CaseStudies.Benchmarks;

/// <summary>The program as it is shipped, serving on the benchmark's database: a process of its own, so that its memory is its own.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _output;

    private ServedProgram(Process process) =>
        (_process, _output) = (process, Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()));

    public static Uri Address { get; } = new("http://127.0.0.1:5963");

    /// <summary>Of the local user, in whose name all requests are sent.</summary>
    public static string Key { get; } = Guid.NewGuid().ToString("n");

    /// <summary>The most memory that it has held so far, in bytes.</summary>
    public long Peak
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Until its first answer.</summary>
    public static async Task<ServedProgram> StartAsync(string connectionString, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CaseStudies.Server.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["ConnectionStrings__CaseStudies"] = connectionString;
        start.Environment["LocalUser__Enabled"] = "true";
        start.Environment["LocalUser__Key"] = Key;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        var program = new ServedProgram(Process.Start(start)!);
        try
        {
            await program.AnswerAsync();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public static HttpClient Client(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    private async Task AnswerAsync()
    {
        using var http = new HttpClient();
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "health"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5); // not yet
            }
        }

        throw new InvalidOperationException("The server ended instead of answering.");
    }
}
