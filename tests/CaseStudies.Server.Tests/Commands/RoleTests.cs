using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Rules;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The program runs as a role that owns nothing. Its tables are made and changed by their owner, before it starts.</summary>
public sealed class RoleTests : IDisposable
{
    private static readonly Slug s_organisation = new("ysc");
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("casestudies-roles-");

    public RoleTests()
    {
        if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
            File.SetUnixFileMode(_home.FullName, (UnixFileMode)0b111_101_101);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EmbeddedPostgresOptions Options => new()
    {
        Home = Path.Combine(_home.FullName, "postgres"), PreferredPort = 0,
        Tarball = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_TARBALL") is { Length: > 0 } file ? file : null,
    };

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task On_the_private_database_the_program_records_rebuilds_and_runs_jobs_but_changes_no_table()
    {
        await using var server = await EmbeddedServer.StartAsync(Options, Ct); // stays up between the runs
        await RunAsync(Private(), async services =>
        {
            Assert.Equal("casestudies_app no", await ScalarAsync<string>(services, Who));
            await RefusedAsync(services);
            await RecordAsync(services, "garden", opens: true);
            await EverythingElseAsync(services);
        });
        // And again on what stands there already.
        await RunAsync(Private(), services => RecordAsync(services, "garden"));
        Assert.Equal("casestudies_owner", await OwnersAsync(server.ConnectionStringFor("casestudies")));
    }

    [Fact]
    public async Task Data_that_belong_to_the_superuser_are_taken_over()
    {
        await using var server = await EmbeddedServer.StartAsync(Options, Ct);
        await server.EnsureDatabaseAsync("casestudies", Ct);
        var former = server.ConnectionStringFor("casestudies");
        // As earlier versions did: one connection, the superuser's.
        await RunAsync(["--ConnectionStrings:CaseStudies", former, "--Store:AllowSuperuser", "true"], services => RecordAsync(services, "garden", opens: true));
        Assert.Equal("postgres", await OwnersAsync(former));

        // Reading comes first, before any table is brought up to date.
        var backup = await new CommandHost(Private(), Quiet()).RunWithoutHostAsync(
            services => services.GetRequiredService<Rebuild>().CompareAsync(s_organisation, new("garden"), Ct), asOwner: false, Ct);
        Assert.Equal((2, true), (backup.Events, backup.Equal));
        await RunAsync(Private(), async services =>
        {
            Assert.Equal("casestudies_app no", await ScalarAsync<string>(services, Who));
            await RefusedAsync(services);
            await RecordAsync(services, "garden");
            await EverythingElseAsync(services);
        });
        Assert.Equal("casestudies_owner", await OwnersAsync(former));
    }

    [Theory]
    [InlineData("casestudies")]
    [InlineData("Case \"studies\" 100%")]
    public async Task On_a_server_of_ones_own_three_connection_strings_keep_the_roles_apart(string role)
    {
        await using var server = await EmbeddedServer.StartAsync(Options, Ct);
        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        foreach (var sql in OperatorsScript(role))
            await ExecuteAsync(database.ConnectionString, sql);
        var login = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "casestudies", Username = role, Password = "secret-1" };
        string As(string suffix, string password) =>
            new NpgsqlConnectionStringBuilder(login.ConnectionString) { Username = role + suffix, Password = password }.ConnectionString;
        string[] settings =
        [
            "--ConnectionStrings:CaseStudies", login.ConnectionString, "--ConnectionStrings:CaseStudiesOwner", As("_owner", "secret-2"),
            "--ConnectionStrings:CaseStudiesBackground", As("_background", "secret-3"),
        ];

        await RunAsync(settings, async services =>
        {
            Assert.Equal(role + " no", await ScalarAsync<string>(services, Who));
            await RefusedAsync(services);
            await RecordAsync(services, "garden", opens: true);
            await EverythingElseAsync(services);
        });
        Assert.Equal(role + "_owner", await OwnersAsync(server.ConnectionStringFor("casestudies")));
    }

    [Fact]
    public async Task With_one_role_of_its_own_it_serves_and_organisations_are_kept_apart()
    {
        await using var server = await EmbeddedServer.StartAsync(Options, Ct);
        await ExecuteAsync(server.ConnectionString, "create role alone login password 'secret'");
        await ExecuteAsync(server.ConnectionString, "create database alone owner alone");
        var login = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "alone", Username = "alone", Password = "secret" }.ConnectionString;
        foreach (var opens in new[] { true, false })
        {
            await RunAsync(["--ConnectionStrings:CaseStudies", login], async services =>
            {
                await RecordAsync(services, "garden", opens);
                if (opens)
                    await EverythingElseAsync(services);
                await using var other = await services.GetRequiredService<TenantConnections>().OpenAsync(new("posse"), Ct);
                await using var command = new NpgsqlCommand("select count(*) from casestudies.mt_events", other);
                Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
            });
        }
    }

    private const string Who = "select current_user || case when rolsuper or rolcreatedb or rolcreaterole or rolbypassrls then ' yes' else ' no' end "
        + "from pg_roles where rolname = current_user";

    private string[] Private() => ["--EmbeddedPostgres:Home", Options.Home!, "--EmbeddedPostgres:PreferredPort", "0"];

    private static Terminal Quiet() => new(TextWriter.Null, TextWriter.Null, Language.En);

    private static async Task RunAsync(string[] settings, Func<IServiceProvider, Task> work) =>
        Assert.Equal(ExitCode.Done, await new CommandHost(settings, Quiet()).RunOnceAsync(throwAway: false, async (services, _) =>
        {
            await work(services);
            return true;
        }, Ct));

    /// <summary>What only the owner may do, tried with the program's own connections.</summary>
    private static async Task RefusedAsync(IServiceProvider services)
    {
        foreach (var sql in new[]
        {
            "create table casestudies.t (id int)", "create schema t", "drop table casestudies.entries", "alter table casestudies.entries add t text",
            "truncate casestudies.entries", "truncate casestudies.mt_events", "alter table casestudies.mt_events disable trigger all",
            "drop trigger entries_updated on casestudies.entries", "create role t",
            "create or replace function casestudies.t() returns int language sql as 'select 1'",
        })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(services, sql));
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.MessageText}");
        }
    }

    /// <summary>Views, the list's rebuild, writing rebuilds, jobs with files and messages.</summary>
    private static async Task EverythingElseAsync(IServiceProvider services)
    {
        Assert.True(await services.GetRequiredService<PortfolioRebuild>().RunAsync(TimeSpan.FromMinutes(1), Ct));
        await using (var delete = services.GetRequiredService<BackgroundConnections>().Command("delete from casestudies.entries where version = 2"))
            Assert.Equal(1, await delete.ExecuteNonQueryAsync(Ct));
        Assert.True((await services.GetRequiredService<Rebuild>().WriteAsync(s_organisation, new("garden"), eventsCount: false, Ct)).Written);
        var queue = services.GetRequiredService<JobQueue>();
        var job = await queue.AskAsync(queue.New(Guid.NewGuid(), s_organisation, RebuildJob.Key, new("tester")), null, null, Ct);
        await Until.TrueAsync(async () => (await services.GetRequiredService<JobStore>().FindAsync(s_organisation, job.Id, Ct))?.State == JobState.Done);
        await Until.TrueAsync(async () => await ScalarAsync<long>(services, "select count(*) from casestudies.mt_doc_portfolioentry") == 1);
    }

    private static async Task RecordAsync(IServiceProvider services, string initiative, bool opens = false)
    {
        var recorder = services.GetRequiredService<Recorder>();
        string[] facts = opens
            ? ["""
               {"kind":"initiative_opened","title":{"ja":"庭","en":"Garden"},"forms":[{"ja":"居場所","en":"A place to be"}],
               "audiences":[{"ja":"若者","en":"Young people"}],"areas":[{"ja":"福生市","en":"Fussa"}],"on":"2025-04-01"}
               """]
            : [];
        var act = Groups.Record("ysc", initiative, [.. facts, Sentences.Milestone(Guid.NewGuid().ToString("n", CultureInfo.InvariantCulture))]);
        var (recorded, refusal) = await recorder.RecordAsync(s_organisation, new(initiative), act.Sent, act.Actor, Ct);
        Assert.True(recorded is not null, refusal?.Code);
    }

    /// <summary>What ops/README.md tells an operator to type.</summary>
    private static string[] OperatorsScript(string role)
    {
        var lines = File.ReadAllLines(Repository.Path("ops/README.md")).SkipWhile(l => !l.StartsWith("**Three roles.**", StringComparison.Ordinal))
            .SkipWhile(l => !l.StartsWith("    ", StringComparison.Ordinal));
        var script = string.Join('\n', lines.TakeWhile(l => l.StartsWith("    ", StringComparison.Ordinal)));
        Assert.Equal(3, script.Split("'…'").Length - 1);
        var passwords = new Queue<string>(["'secret-2'", "'secret-1'", "'secret-3'"]);
        script = script.Replace("role casestudies_owner", $"role {Quoted("_owner")}", StringComparison.Ordinal)
            .Replace("owner casestudies_owner", $"owner {Quoted("_owner")}", StringComparison.Ordinal)
            .Replace("role casestudies login", $"role {Quoted("")} login", StringComparison.Ordinal)
            .Replace("role casestudies_background", $"role {Quoted("_background")}", StringComparison.Ordinal)
            .Replace("to casestudies, casestudies_background", $"to {Quoted("")}, {Quoted("_background")}", StringComparison.Ordinal);
        return string.Concat(script.Split("'…'").Select(part => part + (passwords.TryDequeue(out var next) ? next : "")))
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        string Quoted(string suffix) => "\"" + (role + suffix).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    private static Task<string> OwnersAsync(string connectionString) => ScalarAsync<string>(NpgsqlDataSource.Create(connectionString + ";Pooling=false"),
        "select string_agg(distinct pg_get_userbyid(relowner), ', ') from pg_class c join pg_namespace n on n.oid = relnamespace "
            + "where nspname in ('casestudies', 'vault')");

    /// <summary>As the program serves.</summary>
    private static async Task<T> ScalarAsync<T>(IServiceProvider services, string sql)
    {
        await using var connection = await services.GetRequiredService<TenantConnections>().OpenAsync(s_organisation, Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    private static async Task ExecuteAsync(IServiceProvider services, string sql)
    {
        await using var connection = await services.GetRequiredService<TenantConnections>().OpenAsync(s_organisation, Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
