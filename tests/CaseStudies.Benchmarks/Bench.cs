using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Import;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>The real server on a throw-away database of the same PostgreSQL that the program would use; durable as always.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly Database _database;
    private readonly WebApplication _app;

    private Bench(Database database, WebApplication app) => (_database, _app) = (database, app);

    public Recorder Recorder => _app.Services.GetRequiredService<Recorder>();
    public ImportService Imports => _app.Services.GetRequiredService<ImportService>();
    public Vault Vault => _app.Services.GetRequiredService<Vault>();
    public EntryCache Cache => _app.Services.GetRequiredService<EntryCache>();
    public InitiativeReader Reader => _app.Services.GetRequiredService<InitiativeReader>();

    /// <summary>Reads everything anew at each question, as a node that has just started does.</summary>
    public InitiativeReader ColdReader() => new(
        new EntryCache(_app.Services.GetRequiredService<TenantConnections>(), _app.Services.GetRequiredService<TenantSessions>(),
            new ConfigurationBuilder().AddInMemoryCollection([new("Store:EntryCacheMegabytes", "0")]).Build()),
        _app.Services.GetRequiredService<OrganisationReader>(), Clock, _app.Services.GetRequiredService<ClockSkew>());

    public static async Task<Bench> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["LocalUser:Enabled"] = "true";
        builder.Configuration["LocalUser:Key"] = ServedProgram.Key;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var database = await Database.OpenAsync(builder.Configuration, CancellationToken.None);
        await database.UseThrowAwayAsync(CancellationToken.None);
        var app = ServerApp.Build(builder, new(database.Logins.Serving, database.OwnerConnectionString), embedded: true);
        await app.StartAsync();
        return new(database, app);
    }

    public Uri Address => new(_app.Urls.First());
    public string ConnectionString => _database.OwnerConnectionString; // it makes its tables as it starts, and further ones by hand
    public IClock Clock => _app.Services.GetRequiredService<IClock>();
    public NpgsqlDataSource Source => _app.Services.GetRequiredService<BackgroundConnections>().Source;
    public Rebuild Rebuild => _app.Services.GetRequiredService<Rebuild>();
    public Contender Contender => new("CaseStudies", stream => RecordAsync(Facts.Organisation(stream), Facts.Initiative(stream), Facts.Consultation()));

    /// <summary>States facts in one act.</summary>
    public Task RecordAsync(Slug organisation, Slug initiative, params JsonNode[] facts) => SendAsync(
        organisation, initiative, "record", new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray(facts) });

    /// <summary>One accepted act, from its JSON on; a refusal is a mistake in the benchmark.</summary>
    public async Task SendAsync(Slug organisation, Slug initiative, string verb, JsonObject body)
    {
        var sender = Actor.OverHttp(new Caller(new("bench"), Role.Owner));
        var (_, refusal) = await Recorder.RecordAsync(organisation, initiative, CommandReader.Read(verb, body), sender, CancellationToken.None);
        if (refusal is not null)
            throw new InvalidOperationException(refusal.Sentence.En);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
