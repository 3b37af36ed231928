using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Import;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Offline;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Operations;
using CaseStudies.Server.Overview;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Persons;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Push;
using CaseStudies.Server.Read;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Security;
using CaseStudies.Server.Sharing;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Hosting.Server;
using NodaTime;

namespace CaseStudies.Server;

/// <summary>How the server is put together; the program, its commands and its tests build the same one.</summary>
internal static class ServerApp
{
    /// <inheritdoc cref="Configure"/>
    public static WebApplication Build(WebApplicationBuilder builder, StoreLogins logins, bool embedded, string? dataDirectory = null)
    {
        var map = Configure(builder, logins, embedded, SystemClock.Instance, dataDirectory);
        var app = builder.Build();
        map(app);
        return app;
    }

    /// <param name="embedded">The database is this program's own: the local user is on unless switched off.</param>
    /// <param name="dataDirectory">Where the embedded database lies. Null: it is asked, and tells a superuser only.</param>
    /// <returns>What maps the routes once the application is built.</returns>
    public static Action<WebApplication> Configure(
        WebApplicationBuilder builder, StoreLogins logins, bool embedded, IClock clock, string? dataDirectory = null)
    {
        // Marten's and Npgsql's own logs quote parameters, and so could quote people.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.None);
        // What fails is thrown. In a new store it logs as a failure that its table of migrations is not there yet.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        // It warns that whoever reads the database reads the keys. Of a session they are of no use alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It quotes what a provider, or whoever plays one, says. ProviderSignIn logs what a sign-in came to.
        builder.Logging.AddFilter(typeof(CodeFlowHandler).FullName, LogLevel.None);
        // Its lines quote addresses, and an address can hold anything.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(k => (k.Limits.MaxRequestBodySize, k.AddServerHeader) = (JsonBodyReader.DrainedBytes, false));
        SecurityHeadersMiddleware.AddFirst(builder.Services);
        builder.Services.ConfigureHttpJsonOptions(o => OpenApiSetup.ConfigureJson(o.SerializerOptions));
        builder.Services.AddSingleton(clock);
        // Its tables are made before the bus begins to work, so that nothing stands between that and listening.
        builder.Services.AddAccounts(builder.Configuration);
        builder.Services.AddCaseStore(logins, builder.Configuration);
        builder.Services.AddProjections();
        // Also on a private database: a command may be run beside the serving program, and two that believe themselves
        // alone would stop each other's views.
        builder.Host.UseCaseBus(alone: builder.Configuration.GetValue("Store:Alone", false), StoreSetup.Migrates(builder.Configuration), w =>
        {
            w.UseJobs(builder.Configuration.GetValue("Jobs:Parallel", 2));
            w.UseFeedPush();
        });
        builder.Services.AddStoreRights(logins, builder.Configuration); // behind what makes the tables
        builder.Services.AddSingleton<HeavyWork>().AddPublicLimit(builder.Configuration);
        builder.Services.AddSingleton<Vault>().AddSingleton<VaultUpgrade>().AddSingleton<VaultPersons>();
        // Whoever asks outside of a request would ask unseen, and is refused.
        builder.Services.AddHttpContextAccessor().AddScoped<IVaultTexts>(s => new NotedTexts(s.GetRequiredService<Vault>(), s.GetRequiredService<SecurityLog>(),
            s.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new InvalidOperationException("Private texts are read within requests only.")));
        builder.Services.AddSingleton<RestatementReader>().AddSingleton<WarningReader>().AddSingleton<Recorder>();
        builder.Services.AddSingleton<OrganisationRecorder>();
        builder.Services.AddSingleton<InitiativeReader>().AddScoped<RosterReader>();
        builder.Services.AddSingleton<PortfolioReader>();
        builder.Services.AddSingleton<GrantedReader>();
        builder.Services.AddSingleton<FeedReader>();
        builder.Services.AddSingleton<FeedWatch>();
        builder.Services.AddSingleton<Rebuild>();
        builder.Services.AddSingleton<PortfolioRebuild>();
        builder.Services.AddJobs();
        builder.Services.AddExports();
        builder.Services.AddFeedPush();
        builder.Services.AddImports();
        builder.Services.AddPersons();
        builder.Services.AddSecurity();
        builder.Services.AddSharing();
        builder.Services.AddRecording();
        builder.Services.AddPages();
        builder.Services.AddOpenApi(o => OpenApiSetup.Configure(o, new(JsonBodyReader.MaximumTextLength, FullWidthNormalizer.MaximumItems)));
        builder.Services.AddSingleton<ApiDocument>();
        builder.Services.AddSingleton<ReferencePages>();
        var localUser = builder.Services.AddSignIn(builder.Configuration, embedded, AccountTables.Peek(logins.Background));
        var proxy = Proxy.Read(builder.Configuration, localUser);
        builder.AddOperations(logins.Serving, embedded, dataDirectory);
        return app => Map(app, localUser, proxy);
    }

    private static void Map(WebApplication app, bool localUser, Proxy proxy)
    {
        if (localUser)
            LocalAddresses.Require(app.Configuration);
        app.UseOperations(proxy);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<DeadSessionMiddleware>();
        if (localUser)
        {
            app.UseMiddleware<LocalOnlyMiddleware>();
            app.Use(app.Services.GetRequiredService<LocalKey>().SignInAsync);
            app.Lifetime.ApplicationStarted.Register(() => StopUnlessLocal(app));
        }

        app.UseStatusCodePages(StatusProblems.AnswerAsync);
        app.UseRouting();
        app.UseRateLimiter(); // before anybody is asked who they are
        app.UseCompression();
        app.UseAuthentication();
        app.UseMemberLimit();
        app.UseMiddleware<SameOriginMiddleware>();
        app.Use(app.Services.GetRequiredService<SeveralFactors>().AskAsync);
        app.UseAuthorization();
        app.UseOrganisationLimit();
        app.Use(DeadSessionMiddleware.SignedInAsync);
        // Probes, styles and Scalar's own files stay outside: they read no query and have one format each.
        var ours = app.MapGroup("").WithRequestChecks();
        ours.MapCapture();
        ours.MapRead();
        ours.MapExports();
        ours.MapImports();
        ours.MapJobs();
        ours.MapPersons();
        ours.MapFeedPush();
        ours.MapAccounts();
        ours.MapSecurity();
        ours.MapSharing();
        ours.MapRecording();
        ours.MapOverview();
        ours.MapOffline();
        // Not checked for unknown parameters: their addresses have a digest.
        foreach (var file in (StyleFile[])[Stylesheet.Main, Stylesheet.Print, PasskeyEndpoint.Script, SignInEndpoint.Leaving, RecordingEndpoints.Script,
            RecordingEndpoints.AttendanceScript, ImportPages.Script, .. OfflineEndpoints.Files])
            app.MapGet(file.Path, file.Serve).RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapOperations();
    }

    private static void StopUnlessLocal(WebApplication app)
    {
        if (LocalAddresses.Reachable(app.Services.GetRequiredService<IServer>()) is not { } why)
            return;
        Console.Error.WriteLine(why.Ja);
        Console.Error.WriteLine(why.En);
        Environment.ExitCode = 1;
        app.Lifetime.StopApplication();
    }
}
