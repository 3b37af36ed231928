using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Store;
using JasperFx.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>The server under the three roles of a private database, on tables that their owner has made before.</summary>
public sealed class ThreeRolesServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    private readonly PostgresFixture _postgres = postgres;

    internal DatabaseLogins Roles { get; private set; } = null!;

    /// <summary>From whom PostgreSQL hides nothing.</summary>
    public string Superuser { get; private set; } = "";

    private protected override StoreLogins Logins => new(Roles.Application, Roles.Background);

    protected override async Task<string> NewDatabaseAsync()
    {
        (Roles, Superuser) = await _postgres.NewOwnedDatabaseAsync();
        await MadeAsync(Roles);
        return Roles.Application;
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration[StoreSetup.Migrate] = "false";

    /// <summary>As the program does it before it starts.</summary>
    internal static async Task MadeAsync(DatabaseLogins roles)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["LocalUser:Enabled"] = "true";
        await using (var app = ServerApp.Build(builder, new(roles.Owner), embedded: true))
        {
            await app.SetupResources();
            await app.Services.GetRequiredService<AccountTables>().MigrateAsync(CancellationToken.None);
        }

        await StoreRoles.EnforceAsync(roles.Owner, new(roles.Application, roles.Background), CancellationToken.None);
    }

    /// <summary>One more, without tables.</summary>
    internal Task<(DatabaseLogins Logins, string Superuser)> NewOwnedAsync() => _postgres.NewOwnedDatabaseAsync();

    public async Task<T> SeenAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Superuser + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
