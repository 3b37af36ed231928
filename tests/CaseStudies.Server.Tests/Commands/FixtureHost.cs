using CaseStudies.Domain;
using CaseStudies.Server.Commands;
using Microsoft.AspNetCore.Builder;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>Runs the work of a verb in the fixture's server, so that a test types a line and reads what a terminal would show.</summary>
internal sealed class FixtureHost(ServerFixture server) : ICommandHost
{
    /// <param name="terminal">Whether a person looks: bars and frames are drawn.</param>
    public async Task<(int Code, string Output, string Error)> TypeAsync(string line, Language language = Language.En, bool terminal = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), new(output, error, language, terminal, terminal), this);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>What a verb sees as the signal to stop.</summary>
    public CancellationToken Stop { get; init; } = TestContext.Current.CancellationToken;

    public WebApplicationBuilder CreateBuilder(string? contentRoot = null) => WebApplication.CreateBuilder();

    /// <summary>The fixture serves already.</summary>
    public async Task<int> ServeAsync(Func<IServiceProvider, CancellationToken, Task>? before, CancellationToken stop)
    {
        if (before is not null)
            await before(server.Host.Services, Stop);
        return ExitCode.Done;
    }

    public async Task<int> RunOnceAsync(bool throwAway, Func<IServiceProvider, CancellationToken, Task<bool>> work, CancellationToken stop) =>
        ExitCode.From(await work(server.Host.Services, Stop));

    public Task<T> RunWithoutHostAsync<T>(Func<IServiceProvider, Task<T>> work, bool asOwner, CancellationToken stop) => work(server.Host.Services);
}
