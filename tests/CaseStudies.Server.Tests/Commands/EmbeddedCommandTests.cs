using CaseStudies.Domain;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Commands;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>What an operator is told about the private PostgreSQL, in the language of the terminal.</summary>
public sealed class EmbeddedCommandTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("casestudies-embedded-");

    public EmbeddedCommandTests()
    {
        if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
            File.SetUnixFileMode(_home.FullName, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Status_and_stop_say_what_is_so()
    {
        var home = Path.Combine(_home.FullName, "postgres");
        Assert.Equal((1, $"not running; home {home}\n"), await TypeAsync("embedded status", Language.En));
        Assert.Equal((0, "動いていませんでした\n"), await TypeAsync("embedded stop", Language.Ja));

        await using var server = await EmbeddedServer.StartAsync(Database.Options(new Host(_home).CreateBuilder().Configuration),
            TestContext.Current.CancellationToken);

        var (code, status) = await TypeAsync("embedded status", Language.En);
        Assert.Equal(0, code);
        Assert.StartsWith("running: PostgreSQL ", status, StringComparison.Ordinal);
        Assert.EndsWith($", port {server.Port}, process {(await StatusAsync()).Pid}, home {home}\n", status, StringComparison.Ordinal);
        Assert.StartsWith("動いています: PostgreSQL ", (await TypeAsync("embedded status", Language.Ja)).Output, StringComparison.Ordinal);
        Assert.Equal((0, "stopped\n"), await TypeAsync("embedded stop", Language.En));
        Assert.Equal((1, $"動いていません。場所 {home}\n"), await TypeAsync("embedded status", Language.Ja));
    }

    [Fact]
    public async Task The_key_of_this_machines_user_stays_the_same_and_lies_where_the_private_server_does()
    {
        Assert.Equal((1, ""), await TypeAsync("key", Language.En));
        string key;
        await using (var server = await EmbeddedServer.StartAsync(Database.Options(new Host(_home).CreateBuilder().Configuration),
            TestContext.Current.CancellationToken))
        {
            key = server.SecretFor(KeyCommand.Purpose);
            Assert.Matches("^[0-9A-F]{64}$", key);
            Assert.NotEqual(key, server.SecretFor("another purpose"));
            Assert.DoesNotContain(key, server.ConnectionString);
        }

        Assert.Equal((0, key + "\n"), await TypeAsync("key", Language.Ja));
    }

    private Task<EmbeddedStatus> StatusAsync() =>
        EmbeddedControl.StatusAsync(Database.Options(new Host(_home).CreateBuilder().Configuration), TestContext.Current.CancellationToken);

    private async Task<(int Code, string Output)> TypeAsync(string line, Language language)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(line.Split(' '), new(output, TextWriter.Null, language), new Host(_home));
        return (code, output.ToString());
    }

    /// <summary>These verbs need the configuration, and nothing else of it.</summary>
    private sealed class Host(DirectoryInfo home) : ICommandHost
    {
        public WebApplicationBuilder CreateBuilder(string? contentRoot = null)
        {
            var builder = WebApplication.CreateBuilder();
            builder.Configuration["EmbeddedPostgres:Home"] = Path.Combine(home.FullName, "postgres");
            builder.Configuration["EmbeddedPostgres:PreferredPort"] = "0";
            return builder;
        }

        public Task<int> ServeAsync(Func<IServiceProvider, CancellationToken, Task>? before, CancellationToken stop) => throw new NotSupportedException();

        public Task<int> RunOnceAsync(bool throwAway, Func<IServiceProvider, CancellationToken, Task<bool>> work, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<T> RunWithoutHostAsync<T>(Func<IServiceProvider, Task<T>> work, bool asOwner, CancellationToken stop) => throw new NotSupportedException();
    }
}
