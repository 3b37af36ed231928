using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Events;
using Marten.Events.Projections;
using Marten.Storage;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Postgresql;
using Wolverine;
using Wolverine.Marten;

namespace CaseStudies.Server.Store;

/// <summary>The settings of Marten and Wolverine. Each that is not a default was tried; see DECISIONS.md.</summary>
internal static class StoreSetup
{
    public const string Schema = "casestudies";

    /// <summary>Setting: whether the application changes the tables as it starts. Not if it runs as a role that may not.</summary>
    public const string Migrate = "Store:Migrate";

    /// <summary>A process that freezes in a transaction keeps its locks, and whatever stands behind them waits, until PostgreSQL ends its session.</summary>
    private static readonly TimeSpan s_idleTransaction = TimeSpan.FromMinutes(1);

    public static void AddCaseStore(this IServiceCollection services, StoreLogins logins, IConfiguration configuration)
    {
        var idle = configuration.GetValue("Store:IdleTransactionTimeout", s_idleTransaction);
        var wait = new LockWait(configuration.GetValue("Store:LockTimeout", LockWait.Default));
        services.AddSingleton(wait);
        services.AddSingleton(new ClockSkew(Duration.FromTimeSpan(configuration.GetValue("Store:ClockSkew", ClockSkew.Default))));
        services.AddSingleton(_ => new TenantConnections(logins.Serving, idle));
        services.AddSingleton(_ => new CommitConnections(logins.Serving, idle, wait));
        services.AddSingleton(_ => new BackgroundConnections(logins.Background, idle));
        if (idle > TimeSpan.Zero) // zero is no limit, as PostgreSQL has it
            services.AddHostedService(s => ActivatorUtilities.CreateInstance<HalfSentSessions>(s, idle));
        services.AddSingleton<TenantSessions>();
        // For who somebody is, before an organisation is named: accounts and identities. It has the role of the background without saying that it is the
        // background, so that it sees no organisation's rows; and the role that serves cannot read how people sign in.
        services.AddSingleton(_ => DataSource(logins.Background, idle, builder => builder.Name = "casestudies-sign-in"));
        var marten = services.AddMarten(provider =>
        {
            var options = new StoreOptions();
            options.Connection(provider.GetRequiredService<BackgroundConnections>().Source); // its views and Wolverine span organisations
            Configure(options);
            if (!Migrates(configuration))
                options.AutoCreateSchemaObjects = AutoCreate.None;
            return options;
        })
        .IntegrateWithWolverine(m => m.UseWolverineManagedEventSubscriptionDistribution = true);
        if (Migrates(configuration))
            marten.ApplyAllDatabaseChangesOnStartup();
    }

    /// <summary>After everything that makes tables, since services start in the order in which they were added.</summary>
    public static void AddStoreRights(this IServiceCollection services, StoreLogins logins, IConfiguration configuration)
    {
        if (Migrates(configuration))
            services.AddHostedService(_ => new RightsAtStart(logins));
    }

    public static bool Migrates(IConfiguration configuration) => configuration.GetValue(Migrate, true);

    /// <summary>Wolverine spreads the asynchronous views over nodes, and carries the messages of those rooms that have any.</summary>
    /// <param name="alone">No other program can be on this database, ever: the views begin at once instead of after some seconds.</param>
    /// <param name="migrates">Makes and changes its tables as it starts.</param>
    /// <param name="messages">Handlers and queues of other rooms. Their generated code is committed: see Internal/Generated.</param>
    public static void UseCaseBus(this IHostBuilder host, bool alone, bool migrates, Action<WolverineOptions> messages) => host.UseWolverine(w =>
    {
        if (!migrates)
            w.AutoBuildMessageStorageOnStartup = AutoCreate.None;
        // Otherwise it is the assembly that started the first host of the process, such as a test.
        w.ApplicationAssembly = typeof(StoreSetup).Assembly;
        w.Durability.Mode = alone ? DurabilityMode.Solo : DurabilityMode.Balanced;
        w.Durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
        w.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(2);
        // A killed node's views stand still until then. The default is a minute.
        w.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(15);
        w.Discovery.DisableConventionalDiscovery();
        w.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        messages(w);
    });

    /// <param name="idleTransaction">Null: as the database or the role is set to.</param>
    public static NpgsqlDataSource DataSource(string connectionString, TimeSpan? idleTransaction = null, Action<NpgsqlDataSourceBuilder>? furthermore = null)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 60;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.IncludeErrorDetail = false;
        // An answer promises that the commit is on disk, whatever the database or the role is set to. Npgsql's reset keeps start-up options.
        builder.ConnectionStringBuilder.Options = $"{builder.ConnectionStringBuilder.Options} -c synchronous_commit=on".TrimStart();
        if (idleTransaction is { } idle)
            builder.ConnectionStringBuilder.Options += $" -c idle_in_transaction_session_timeout={(long)idle.TotalMilliseconds}";
        builder.UseNodaTime();
        // Its metrics carry this name, which else is the connection string.
        builder.Name = "casestudies";
        furthermore?.Invoke(builder);
        return builder.Build();
    }

    private static void Configure(StoreOptions options)
    {
        options.DatabaseSchemaName = Schema;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, UseDomainJson);

        // An organisation is a tenant; a session without one is a bug and throws.
        options.Policies.AllDocumentsAreMultiTenanted();
        options.Advanced.DefaultTenantUsageEnabled = false;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        // Without it, a lost race leaves a gap in the sequence, which stops the views of all organisations for seconds.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.EnableExtendedProgressionTracking = true;
        // For rows inserted by hand that halt the views; see PortfolioRebuild.
        options.Events.EnableEventSkippingInProjectionsOrSubscriptions = true;
        options.Events.AutoDiscoverTagTypes = false;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true; // EnableAll leaves it out

        foreach (var contract in InitiativeEventCatalogue.All)
            MapEvent(options, contract);
        foreach (var (name, type) in OrganisationStream.Kinds)
            options.Events.MapEventType(type, name);

        foreach (var table in Tables.All)
            options.Storage.ExtendedSchemaObjects.Add(table);
        options.Storage.Add(new EntryRewrites());

        CommitRetries.Configure(options);
        options.Schema.For<InitiativeState>().UseNumericRevisions(true).UseRowLevelSecurity(TenantNames.Setting);

        // One organisation's unreadable event must not stop the views of all. Skipped events stay visible: PortfolioReader compares
        // what was applied with what the stream holds, and shows a difference as blocked.
        options.Projections.Errors.SkipApplyErrors = options.Projections.RebuildErrors.SkipApplyErrors = true;
        options.Projections.Errors.SkipSerializationErrors = options.Projections.RebuildErrors.SkipSerializationErrors = true;
        options.Projections.Errors.SkipUnknownEvents = options.Projections.RebuildErrors.SkipUnknownEvents = true;
    }

    /// <summary>Marten puts a converter before ours that writes enumerations as C# names, which the Domain does not read. It is removed.</summary>
    private static void UseDomainJson(JsonSerializerOptions options)
    {
        foreach (var theirs in options.Converters.OfType<JsonStringEnumConverter>().ToList())
            options.Converters.Remove(theirs);
        DomainJson.Configure(options);
    }

    private static void MapEvent(StoreOptions options, EventContract contract)
    {
        if (contract.Type is { } type)
            options.Events.MapEventType(type, contract.StoredName);
        else
            EventUpcasters.Register(options, contract);
    }

    static StoreSetup()
    {
        // So that SQL queued in Marten's sessions takes NodaTime values.
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.Date] = new(NpgsqlDbType.Date, DbType.Date, "date", typeof(DateOnly), typeof(LocalDate));
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.TimestampTz] =
            new(NpgsqlDbType.TimestampTz, DbType.DateTimeOffset, "timestamp with time zone", typeof(DateTimeOffset), typeof(Instant));
    }
}
