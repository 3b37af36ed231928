using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Store;
using JasperFx.Resources;

namespace CaseStudies.Server.Commands;

/// <summary>Where a verb's work runs.</summary>
internal interface ICommandHost
{
    /// <param name="contentRoot">Null: the program's own folder.</param>
    WebApplicationBuilder CreateBuilder(string? contentRoot = null);

    /// <summary>Serves until stopped.</summary>
    /// <param name="before">Work on the running application, before it says that it serves.</param>
    Task<int> ServeAsync(Func<IServiceProvider, CancellationToken, Task>? before, CancellationToken stop);

    /// <summary>In an application that runs for this work alone, views included.</summary>
    /// <param name="throwAway">In an empty database of its own, dropped in the end.</param>
    /// <param name="work">Answers whether what was asked for is done.</param>
    Task<int> RunOnceAsync(bool throwAway, Func<IServiceProvider, CancellationToken, Task<bool>> work, CancellationToken stop);

    /// <summary>With the application's parts, but without starting it: no views, no node, no change to the database that the work does not make.</summary>
    /// <param name="asOwner">Work that makes or changes tables.</param>
    Task<T> RunWithoutHostAsync<T>(Func<IServiceProvider, Task<T>> work, bool asOwner, CancellationToken stop);
}

/// <summary>The process itself: opens the database, builds the application, and ends both.</summary>
/// <param name="settings">What the command line says to the host.</param>
internal sealed class CommandHost(string[] settings, Terminal terminal) : ICommandHost
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Environment variable: a folder with a file for each secret setting. systemd sets it where a unit has <c>LoadCredential=</c>.</summary>
    private const string Credentials = "CREDENTIALS_DIRECTORY";

    private bool _started;
    private bool _failed;

    public WebApplicationBuilder CreateBuilder(string? contentRoot = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = contentRoot ?? AppContext.BaseDirectory });
        // A file for each secret, as systemd and containers hand them out; an environment is read by children and by whoever may look at the process.
        if (Environment.GetEnvironmentVariable(Credentials) is not { Length: > 0 } folder)
            return builder;
        if (!Directory.Exists(folder))
            throw new StartupException(new(
                $"{Credentials} のフォルダーがありません。設定の名前(ConnectionStrings__CaseStudies など)のファイルを置いたフォルダーを指定してください。",
                $"{Credentials} names no folder. Name one with files that are called like settings, such as ConnectionStrings__CaseStudies."));
        builder.Configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
        return builder;
    }

    public async Task<int> ServeAsync(Func<IServiceProvider, CancellationToken, Task>? before, CancellationToken stop)
    {
        var builder = CreateBuilder();
        await using var database = await OpenAsync(builder.Configuration, stop);
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
            builder.WebHost.UseUrls(DefaultUrl);
        WithoutStartFailures(builder.Logging, LogLevel.Warning);
        await using var app = Build(builder, database);
        await database.ReachAsync(stop);
        await MigrateAsync(database, stop);
        await StartAsync(app, stop);
        _started = true;
        if (before is not null)
            await before(app.Services, app.Lifetime.ApplicationStopping);
        terminal.Output.WriteLine();
        terminal.Say(CommandTexts.Serving(string.Join(", ", app.Urls)));
        if (app.Services.GetService<LocalKey>() is { } key && app.Urls.FirstOrDefault() is { } address)
            terminal.Say(CommandTexts.LocalLink(key.Link(address)));
        var healing = database.HealAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(CancellationToken.None);
        await healing;
        return Environment.ExitCode;
    }

    public async Task<int> RunOnceAsync(bool throwAway, Func<IServiceProvider, CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        var builder = CreateBuilder();
        await using var database = await OpenAsync(builder.Configuration, stop);
        await database.ReachAsync(stop);
        if (throwAway)
            await database.UseThrowAwayAsync(stop);
        // Nobody calls it: any free port of this machine will do.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Quieten(builder);
        await using var app = Build(builder, database);
        await MigrateAsync(database, stop);
        await app.StartAsync(stop);
        _started = true;
        var done = await work(app.Services, app.Lifetime.ApplicationStopping);
        await app.StopAsync(CancellationToken.None);
        return ExitCode.From(done);
    }

    public async Task<T> RunWithoutHostAsync<T>(Func<IServiceProvider, Task<T>> work, bool asOwner, CancellationToken stop)
    {
        var builder = CreateBuilder();
        await using var database = await OpenAsync(builder.Configuration, stop);
        Quieten(builder);
        await database.ReachAsync(stop);
        // A whole table may take longer than a command of the server ever should.
        var logins = asOwner ? new(database.OwnerConnectionString) : database.Logins;
        await using var app = ServerApp.Build(builder, new(Unhurried(logins.Serving), Unhurried(logins.Background)), database.Embedded);
        return await work(app.Services);

        static string Unhurried(string login) => new Npgsql.NpgsqlConnectionStringBuilder(login) { CommandTimeout = 0 }.ConnectionString;
    }

    private static WebApplication Build(WebApplicationBuilder builder, Database database)
    {
        builder.Configuration[StoreSetup.Migrate] = "false"; // it may not, and it is done before
        builder.Configuration[LocalKey.Setting] ??= database.LocalKey;
        return ServerApp.Build(builder, database.Logins, database.Embedded, database.DataDirectory);
    }

    /// <summary>Brings the tables up to date as their owner, and gives the rights on them, before anything runs on them.</summary>
    private async Task MigrateAsync(Database database, CancellationToken stop)
    {
        var builder = CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0"); // it never listens
        Quieten(builder);
        // What fails is thrown.
        builder.Logging.AddFilter("JasperFx", LogLevel.None).AddFilter("Wolverine", LogLevel.None);
        await using (var app = ServerApp.Build(builder, new(database.OwnerConnectionString), database.Embedded))
        {
            await app.SetupResources(stop);
            await app.Services.GetRequiredService<AccountTables>().MigrateAsync(stop);
        }

        await database.EnforceRightsAsync(stop);
    }

    /// <exception cref="StartupException">It cannot listen on its addresses.</exception>
    private async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (StartFailures.ExplainListening(e, Addresses(app.Configuration)) is { } why)
        {
            _failed = true;
            throw new StartupException(why);
        }
    }

    private static string Addresses(IConfiguration configuration) => configuration["urls"] ?? configuration["http_ports"] ?? DefaultUrl;

    private async Task<Database> OpenAsync(IConfiguration configuration, CancellationToken stop)
    {
        if (!Database.IsNamed(configuration))
            terminal.Note(CommandTexts.OpeningPrivateDatabase);
        return await Database.OpenAsync(configuration, stop);
    }

    /// <summary>
    /// The host logs the stack trace of what keeps it from starting before it throws it, and what had started by then complains of its early end.
    /// Here it becomes one sentence.
    /// </summary>
    private void WithoutStartFailures(ILoggingBuilder logging, LogLevel least)
    {
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _started && level >= least);
        logging.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            var rules = options.Rules.ToArray();
            options.Rules.Clear();
            foreach (var rule in rules)
            {
                options.Rules.Add(new(rule.ProviderName, rule.CategoryName, rule.LogLevel,
                    (provider, category, level) => !_failed && (rule.Filter?.Invoke(provider, category, level) ?? true)));
            }
        });
    }

    private void Quieten(WebApplicationBuilder builder)
    {
        // Whoever runs the program is its user.
        builder.Configuration["LocalUser:Enabled"] = "true";
        // And nobody calls it through a proxy.
        builder.Configuration["Proxy:Trusted"] = "";
        // The answer alone on standard output; what goes wrong on standard error.
        builder.Logging.ClearProviders().AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace).AddFilter(level => level >= LogLevel.Error)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Error)
            .AddFilter("CaseStudies", LogLevel.Error)
            // Work that ends cuts the views off wherever they are. Daemon and node call that an error; the next program goes on from there.
            .AddFilter("Marten.Events.Daemon", LogLevel.Critical).AddFilter("Wolverine.Runtime.Agents", LogLevel.Critical);
        WithoutStartFailures(builder.Logging, LogLevel.Error);
    }
}
