using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
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

/// <summary>Marten and Wolverine as we use them. Each line that is not a default was tried; see DECISIONS.md.</summary>
internal static class StoreSetup
{
    public const string Schema = "casestudies";

    public static void AddCaseStore(this IServiceCollection services, string connectionString, IConfiguration configuration)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddSingleton(new LockWait(configuration.GetValue("Store:LockTimeout", LockWait.Default)));
        services.AddMarten(provider =>
        {
            var options = new StoreOptions();
            options.Connection(provider.GetRequiredService<NpgsqlDataSource>());
            Configure(options);
            return options;
        })
        .IntegrateWithWolverine(m => m.UseWolverineManagedEventSubscriptionDistribution = true)
        .ApplyAllDatabaseChangesOnStartup();
    }

    /// <summary>Wolverine spreads the asynchronous views over nodes, and carries the messages of those rooms that have any.</summary>
    /// <param name="alone">No other program can be on this database, ever: the views begin at once instead of after some seconds.</param>
    /// <param name="messages">Handlers and queues of other rooms. Their generated code is committed: see Internal/Generated.</param>
    public static void UseCaseBus(this IHostBuilder host, bool alone, Action<WolverineOptions> messages) => host.UseWolverine(w =>
    {
        // Else it is whichever assembly started the first host of the process.
        w.ApplicationAssembly = typeof(StoreSetup).Assembly;
        w.Durability.Mode = alone ? DurabilityMode.Solo : DurabilityMode.Balanced;
        w.Durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
        w.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(2);
        // A killed node keeps its views until then, and they stand still; the default is a minute.
        w.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(15);
        w.Discovery.DisableConventionalDiscovery();
        w.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        messages(w);
    });

    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 60;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.IncludeErrorDetail = false;
        // An answer promises a commit on disk, whatever the database or the role is set to. The driver's own reset keeps what a session began with.
        builder.ConnectionStringBuilder.Options = $"{builder.ConnectionStringBuilder.Options} -c synchronous_commit=on".TrimStart();
        builder.UseNodaTime();
        return builder.Build();
    }

    private static void Configure(StoreOptions options)
    {
        options.DatabaseSchemaName = Schema;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, OurWords);

        // An organisation is a tenant; a session without one is a bug and throws.
        options.Policies.AllDocumentsAreMultiTenanted();
        options.Advanced.DefaultTenantUsageEnabled = false;
        options.Events.TenancyStyle = TenancyStyle.Conjoined;

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        // A lost race would leave a gap in the sequence, and a gap stops every organisation's views for seconds.
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.EnableExtendedProgressionTracking = true;
        options.Events.AutoDiscoverTagTypes = false;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true; // EnableAll leaves it out

        foreach (var contract in InitiativeEventCatalogue.All)
            MapEvent(options, contract);
        options.Events.MapEventType<OrganisationDescribed>("organisation_described");
        options.Events.MapEventType<FiscalYearDeclared>("fiscal_year_declared");

        foreach (var table in Tables.All)
            options.Storage.ExtendedSchemaObjects.Add(table);

        options.Schema.For<InitiativeState>().UseNumericRevisions(true);
        options.Projections.Add<OrganisationProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add(new EntryProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add<PortfolioProjection>(ProjectionLifecycle.Async);

        // One organisation's unreadable event must not stop the views of all. What is skipped is not lost from sight:
        // PortfolioReader compares what was applied with what the stream holds and shows the difference as blocked.
        options.Projections.Errors.SkipApplyErrors = options.Projections.RebuildErrors.SkipApplyErrors = true;
        options.Projections.Errors.SkipSerializationErrors = options.Projections.RebuildErrors.SkipSerializationErrors = true;
        options.Projections.Errors.SkipUnknownEvents = options.Projections.RebuildErrors.SkipUnknownEvents = true;
    }

    /// <summary>The store's own converter of enumerations stands before ours and would write C# names, which no other reader of ours takes.</summary>
    private static void OurWords(JsonSerializerOptions options)
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
        // Lets Marten's queued SQL take NodaTime's values as they are.
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.Date] = new(NpgsqlDbType.Date, DbType.Date, "date", typeof(DateOnly), typeof(LocalDate));
        NpgsqlTypeMapper.Mappings[NpgsqlDbType.TimestampTz] =
            new(NpgsqlDbType.TimestampTz, DbType.DateTimeOffset, "timestamp with time zone", typeof(DateTimeOffset), typeof(Instant));
    }
}
