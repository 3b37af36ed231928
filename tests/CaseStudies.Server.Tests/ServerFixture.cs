using Alba;
using CaseStudies.Server.Store;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Npgsql;

namespace CaseStudies.Server.Tests;

/// <summary>The real server on a database of its own, with a clock that tests move. One for each class of tests.</summary>
public class ServerFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private IAlbaHost? _host;

    public IAlbaHost Host => _host!;
    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 4, 1, 0, 0));
    /// <summary>Sees and may do everything.</summary>
    public NpgsqlDataSource Source => Host.Services.GetRequiredService<BackgroundConnections>().Source;
    public IDocumentStore Store => Host.Services.GetRequiredService<IDocumentStore>();
    public string ConnectionString { get; private set; } = "";

    /// <summary>For fixtures that add to the server (an event type it does not know, another user).</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>Whether each request comes from the person at this computer, if it says nothing else.</summary>
    protected virtual bool CarriesKey => true;

    /// <summary>For fixtures whose time passes.</summary>
    protected virtual IClock ServerClock => Clock;

    /// <summary>For fixtures that want another connection: <c>;Maximum Pool Size=5</c>.</summary>
    protected virtual string ConnectionOptions => "";

    /// <summary>For servers that serve as another role.</summary>
    private protected virtual StoreLogins Logins => postgres.LoginsFor(ConnectionString);

    /// <summary>For fixtures that bring a database of their own.</summary>
    protected virtual Task<string> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await NewDatabaseAsync() + ConnectionOptions;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Store:Alone"] = "true"; // the views begin at once
        builder.Configuration["Store:ClockSkew"] = "00:00:00"; // the clock is ours, the database's is real
        LocalUserKey.Set(builder);
        Configure(builder);
        var map = ServerApp.Configure(builder, Logins, embedded: true, ServerClock);
        HashQuickly(builder);
        _host = await AlbaHost.For(builder, app =>
        {
            if (CarriesKey)
                LocalUserKey.Carry(app);
            map(app);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>One more server on the same database.</summary>
    public async Task<IAlbaHost> AnotherNodeAsync(Action<WebApplication>? built = null, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration["LocalUser:Enabled"] = "true";
        LocalUserKey.Set(builder);
        builder.Configuration["Store:ClockSkew"] = "00:00:00";
        configure?.Invoke(builder);
        var map = ServerApp.Configure(builder, Logins, embedded: false, ServerClock);
        HashQuickly(builder);
        return await AlbaHost.For(builder, app =>
        {
            built?.Invoke(app);
            if (CarriesKey)
                LocalUserKey.Carry(app);
            map(app);
        });
    }

    /// <summary>Slow hashes protect people. The tests make thousands of them; one test holds the product to its number of rounds.</summary>
    private static void HashQuickly(WebApplicationBuilder builder) => builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
