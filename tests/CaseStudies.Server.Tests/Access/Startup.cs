using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CaseStudies.Server.Tests.Access;

/// <summary>The program itself, started as an operator starts it. It never gets as far as a database.</summary>
internal static class Startup
{
    private static readonly ConcurrentDictionary<int, bool> s_given = new();

    /// <summary>A port that nobody listens on. A system may offer the same one twice; no two tests of this process get the same.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (s_given.TryAdd(port, true))
                return port;
        }
    }

    /// <returns>The exit code, what it wrote, and whether anybody could connect to the port while it ran.</returns>
    public static async Task<(int Exit, string Output, bool Listened)> RunAsync(
        int port, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var info = new ProcessStartInfo(
            "dotnet", [typeof(ServerApp).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in new[] { "LocalUser__Enabled", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ConnectionStrings__CaseStudies" })
            info.Environment.Remove(name);
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var output = Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        var listened = false;
        try
        {
            await Until.TrueAsync(async () =>
            {
                listened |= port > 0 && await ConnectsAsync(port);
                return process.HasExited;
            });
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        return (process.ExitCode, string.Join('\n', await output), listened);
    }

    private static async Task<bool> ConnectsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
