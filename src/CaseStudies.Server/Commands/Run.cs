using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Connections;

namespace CaseStudies.Server.Commands;

/// <summary>Runs the server for good, or for one job.</summary>
internal static class Run
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <param name="load">Load the case studies and print the comparison before serving.</param>
    public static async Task<int> ServeAsync(WebApplicationBuilder builder, bool load)
    {
        await using var database = await Database.OpenAsync(builder.Configuration, CancellationToken.None);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
            builder.WebHost.UseUrls(DefaultUrl);
        await using var app = ServerApp.Build(builder, database.ConnectionString, database.Embedded);
        await database.ReachAsync(CancellationToken.None);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartupException($"{e.Message.TrimEnd('.')}. Stop the program that listens there (another CaseStudies?), or choose another address, such as --urls http://localhost:5081.");
        }
        if (load)
            await DemoCommand.LoadAsync(app.Services, Console.Out, app.Lifetime.ApplicationStopping);
        Console.WriteLine($"\nServing on {string.Join(", ", app.Urls)} (Ctrl+C stops)");
        var healing = database.HealAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync();
        await healing;
        return Environment.ExitCode;
    }

    /// <param name="throwAway">In an empty database of its own, dropped in the end.</param>
    public static async Task<int> OnceAsync(WebApplicationBuilder builder, bool throwAway, Func<IServiceProvider, TextWriter, CancellationToken, Task<bool>> job)
    {
        await using var database = await Database.OpenAsync(builder.Configuration, CancellationToken.None);
        if (throwAway)
            await database.UseThrowAwayAsync(CancellationToken.None);
        // Nobody calls a job: any free port of this machine will do.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Quieten(builder);
        await using var app = ServerApp.Build(builder, database.ConnectionString, database.Embedded);
        await database.ReachAsync(CancellationToken.None);
        await app.StartAsync();
        var succeeded = await job(app.Services, Console.Out, app.Lifetime.ApplicationStopping);
        await app.StopAsync();
        return succeeded ? 0 : 1;
    }

    /// <summary>With the application's parts, but without starting it: no views, no node, no change to the database that the job does not make.</summary>
    public static async Task<T> AsideAsync<T>(WebApplicationBuilder builder, Func<IServiceProvider, Task<T>> job)
    {
        await using var database = await Database.OpenAsync(builder.Configuration, CancellationToken.None);
        Quieten(builder);
        await database.ReachAsync(CancellationToken.None);
        // A whole table may take longer than a command of the server ever should.
        var unhurried = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 0 }.ConnectionString;
        await using var app = ServerApp.Build(builder, unhurried, database.Embedded);
        return await job(app.Services);
    }

    private static void Quieten(WebApplicationBuilder builder)
    {
        // Whoever runs the program is its user.
        builder.Configuration["LocalUser:Enabled"] = "true";
        // And nobody calls it through a proxy.
        builder.Configuration["Proxy:Trusted"] = "";
        // The answer alone on standard output; what goes wrong on standard error.
        builder.Logging.ClearProviders().AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace).AddFilter(level => level >= LogLevel.Error)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Error)
            .AddFilter("CaseStudies", LogLevel.Error)
            // A job that ends cuts the views off wherever they are, which the daemon calls an error; the next program goes on from there.
            .AddFilter("Marten.Events.Daemon", LogLevel.Critical);
    }
}
