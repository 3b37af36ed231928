using System.Collections.Concurrent;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>One home below the suite's directory. Disposing ends whatever still serves from it, and deletes it.</summary>
internal sealed class TestHome : IAsyncDisposable
{
    internal TestHome(string path)
    {
        Path = path;
        Options = new()
        {
            Home = path,
            PreferredPort = 0,
            LookForInstalled = false,
            LookForNpm = false,
            ApplicationDirectory = System.IO.Path.GetTempPath(),
            Progress = Said.Enqueue,
        };
    }

    internal string Path { get; }
    internal EmbeddedPostgresOptions Options { get; private set; }
    internal int Major { get; private set; } = 18;
    internal ConcurrentQueue<string> Said { get; } = new();
    internal string Data => System.IO.Path.Combine(Path, $"data-{Major}");
    internal IReadOnlyList<int> Processes => LinuxProcesses.ServingFrom(CanonicalPath.Resolve(Data));

    /// <summary>A server's last children may outlive it by a moment.</summary>
    internal Task NoProcessesAsync() => Until.TrueAsync(() => Processes.Count == 0, seen: () => string.Join(", ", Processes));

    internal string[] Arguments => ["home=" + Path, .. Options.BinDir is { } bin ? ["bin=" + bin] : Array.Empty<string>(),
        .. Options.Tarball is { } file ? ["tarball=" + file] : Array.Empty<string>()];

    internal TestHome With(Func<EmbeddedPostgresOptions, EmbeddedPostgresOptions> change, int? major = null)
    {
        (Options, Major) = (change(Options), major ?? Major);
        return this;
    }

    internal Task<EmbeddedServer> StartAsync() => EmbeddedServer.StartAsync(Options, TestContext.Current.CancellationToken);

    internal Task<EmbeddedStatus> StatusAsync() => EmbeddedControl.StatusAsync(Options, TestContext.Current.CancellationToken);

    internal int Postmaster => PostmasterPid.Read(Data)!.Pid;

    internal IEnumerable<string> Unfinished => Directory.EnumerateFileSystemEntries(Path, "*.tmp");

    internal static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.KillAsync(Servers.Below(CanonicalPath.Resolve(Path)).Keys);
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
