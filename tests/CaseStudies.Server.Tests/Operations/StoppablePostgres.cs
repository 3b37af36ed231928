using CaseStudies.EmbeddedPostgres;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>A PostgreSQL of one fixture alone, which can be stopped, frozen and started again on the same port.</summary>
internal sealed class StoppablePostgres : IAsyncDisposable
{
    private readonly List<EmbeddedServer> _started = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("casestudies-stoppable-");
    private EmbeddedPostgresOptions _options = new();

    public string ConnectionString { get; private set; } = "";

    public async Task StartAsync()
    {
        if (_started.Count == 0)
        {
            if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
                File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
            var tarball = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_TARBALL") is { Length: > 0 } file ? file : null;
            _options = new() { Home = Path.Combine(_folder.FullName, "postgres"), Tarball = tarball, PreferredPort = 0 };
        }

        _started.Add(await EmbeddedServer.StartAsync(_options));
        _options = _options with { PreferredPort = _started[^1].Port };
        ConnectionString = _started[^1].ConnectionString;
    }

    public async Task StopAsync() => Assert.True(await EmbeddedControl.StopAsync(_options));

    /// <summary>It takes connections and answers nothing: the worst way to be away.</summary>
    public void Freeze() => SignalAll(StoppedProcess.SigStop);

    public void Thaw() => SignalAll(StoppedProcess.SigContinue);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_started))
            await server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void SignalAll(int signal)
    {
        var postmaster = PostmasterPid.Read(_started[^1].DataDirectory)!.Pid;
        Native.Signal(postmaster, signal);
        foreach (var children in Directory.GetFiles($"/proc/{postmaster}/task/{postmaster}", "children"))
        {
            foreach (var child in File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Native.Signal(int.Parse(child, null), signal);
        }
    }
}

/// <summary>The real server on a PostgreSQL that goes away.</summary>
public sealed class UnreliableServer(PostgresFixture postgres) : ListeningServer(postgres), IAsyncLifetime
{
    internal StoppablePostgres Database { get; } = new();

    protected override async Task<string> NewDatabaseAsync()
    {
        await Database.StartAsync();
        return Database.ConnectionString;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Database.DisposeAsync();
    }
}
