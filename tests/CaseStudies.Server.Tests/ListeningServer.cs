using System.Net.Http.Headers;
using System.Text;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Npgsql;

namespace CaseStudies.Server.Tests;

/// <summary>The real server on a real socket and a database of its own, with everything that it logs. One for each class of tests.</summary>
public class ListeningServer(PostgresFixture postgres) : IAsyncLifetime
{
    private WebApplication? _app;

    public HttpClient Client { get; private set; } = null!;
    public IServiceProvider Services => _app!.Services;
    public NpgsqlDataSource Source => Services.GetRequiredService<BackgroundConnections>().Source;
    public CapturedLog Log { get; } = new();
    public string ConnectionString { get; private set; } = "";

    /// <summary>Whether each request comes from the person at this computer, if it says nothing else.</summary>
    protected virtual bool CarriesKey => true;

    protected virtual LogLevel Level => LogLevel.Warning;

    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>For fixtures that bring a database of their own.</summary>
    protected virtual Task<string> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    /// <summary>For routes that only a test maps.</summary>
    protected virtual void Map(WebApplication app)
    {
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(Level);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["Store:ClockSkew"] = "00:00:00"; // the clock is ours, the database's is real
        LocalUserKey.Set(builder);
        Configure(builder);
        ConnectionString = await NewDatabaseAsync();
        var map = ServerApp.Configure(builder, postgres.LoginsFor(ConnectionString), embedded: true, new FakeClock(Instant.FromUtc(2026, 4, 1, 0, 0)));
        _app = builder.Build();
        if (CarriesKey)
            LocalUserKey.Carry(_app);
        map(_app);
        Map(_app);
        await _app.StartAsync();
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(_app.Urls.First()), Timeout = TimeSpan.FromMinutes(1),
        };
        await PrepareAsync();
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<Answer> PostAsync(string path, string json) => SendAsync(new(HttpMethod.Post, path), Encoding.UTF8.GetBytes(json));

    public async Task<Answer> SendAsync(HttpRequestMessage request, byte[]? body = null, string contentType = "application/json")
    {
        using (request)
        {
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                if (contentType.Length > 0)
                    request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            }

            using var response = await Client.SendAsync(request);
            return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(),
                response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>How much is written, wherever a command writes.</summary>
    public async Task<string> WrittenAsync()
    {
        await using var command = Source.CreateCommand(
            "select concat_ws('/', (select count(*) from casestudies.mt_events), (select count(*) from casestudies.entries), (select count(*) from "
                + "casestudies.command_ledger), (select count(*) from vault.texts))");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

public sealed record Answer(int Status, string? MediaType, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>Keeps every line that the server logs, with the exceptions' own words.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly StringBuilder _lines = new();

    public string Text
    {
        get
        {
            lock (_lines)
                return _lines.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Line(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log._lines)
                log._lines.AppendLine($"{logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}
