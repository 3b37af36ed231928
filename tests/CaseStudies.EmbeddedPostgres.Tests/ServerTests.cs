using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>What a started server is like, on every source of programs.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServerTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Answers_a_first_query_and_is_durable_private_and_in_code_point_order(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();

        Assert.True(server.StartedHere);
        Assert.Equal(home.Data, server.DataDirectory);
        Assert.Equal("BinDir", server.Source);
        Assert.Equal("on|on|on|on|127.0.0.1|UTF8|off", await TestHome.AskAsync<string>(server.ConnectionString,
            "select concat_ws('|', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), "
            + "current_setting('data_checksums'), current_setting('listen_addresses'), current_setting('server_encoding'), current_setting('ssl'))"));
        Assert.Equal("NPO,npo,アイ,ー,東京", await TestHome.AskAsync<string>(server.ConnectionString,
            "select string_agg(w, ',' order by w) from unnest(array['東京','npo','ー','アイ','NPO']) w"));
        Assert.True(await TestHome.AskAsync<int>(server.ConnectionString,
            "create extension pg_trgm; select cardinality(show_trgm('渋谷区'))") > 0);
        Assert.Equal("ÄÉ", await TestHome.AskAsync<string>(server.ConnectionString, "select upper('äé')"));
        Assert.NotEqual(0, Servers.UserOf(home.Postmaster));
        Assert.Equal(FileModes.PrivateFile, Servers.Mode(Path.Combine(home.Path, "password")));
        Assert.Equal(FileModes.PrivateDirectory, Servers.Mode(home.Data));
        Assert.Equal(FileModes.PrivateDirectory, Servers.Mode(Path.Combine(home.Path, "run")));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Lets_nobody_in_without_the_password(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();

        foreach (var host in new[] { "127.0.0.1", Path.Combine(home.Path, "run") })
        {
            var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = host, Password = "wrong" };
            var refused = await Assert.ThrowsAsync<PostgresException>(() => TestHome.AskAsync<int>(wrong.ConnectionString, "select 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
            wrong.Password = new NpgsqlConnectionStringBuilder(server.ConnectionString).Password;
            Assert.Equal(1, await TestHome.AskAsync<int>(wrong.ConnectionString, "select 1"));
        }
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Works_below_a_path_with_Japanese_and_spaces(string source)
    {
        await using var home = await suite.HomeAsync(source, "事例 の'保管 %20 庫");
        await using var server = await home.StartAsync();

        await server.EnsureDatabaseAsync("渋谷 \"の\" 記録", Ct);
        Assert.Equal("渋谷 \"の\" 記録", await TestHome.AskAsync<string>(
            server.ConnectionStringFor("渋谷 \"の\" 記録"), "select current_database()::text"));
        Assert.True(await EmbeddedControl.StopAsync(home.Options, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Uses_its_socket_below_Japanese_and_tcp_below_a_path_too_long_for_one(string source)
    {
        await using var japanese = await suite.HomeAsync(source, "事例 の庫");
        await using var first = await japanese.StartAsync();
        Assert.Equal(Path.Combine(japanese.Path, "run"), new NpgsqlConnectionStringBuilder(first.ConnectionString).Host);
        Assert.Equal(1, await TestHome.AskAsync<int>(first.ConnectionString, "select 1"));

        await using var home = await suite.HomeAsync(source, new string('長', 40));
        await using var server = await home.StartAsync();
        Assert.Equal("127.0.0.1", new NpgsqlConnectionStringBuilder(server.ConnectionString).Host);
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(home.Path, "run")));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Takes_the_preferred_port_or_another_if_it_is_taken(string source)
    {
        await using var home = await suite.HomeAsync(source);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        home.With(options => options with { PreferredPort = port });

        await using (var server = await home.StartAsync())
        {
            Assert.NotEqual(port, server.Port);
            Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
        }

        listener.Stop();
        await using var again = await home.StartAsync();
        Assert.Equal(port, again.Port);
    }

    [Fact]
    public async Task The_log_tells_of_a_refused_row_but_not_what_stood_in_it()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        await TestHome.AskAsync<int>(server.ConnectionString, "create table people (name text primary key check (length(name) < 20)); select 1");
        await using (var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            foreach (var name in new[] { "canary-0", "canary-0", "canary-1-that-is-too-long" })
            {
                await using var insert = new NpgsqlCommand("insert into people values ($1)", connection) { Parameters = { new() { Value = name } } };
                await Record.ExceptionAsync(() => insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            }
        }

        var log = await File.ReadAllTextAsync(Path.Combine(home.Path, "log", "postgres.log"), TestContext.Current.CancellationToken);
        Assert.Contains("duplicate key value", log, StringComparison.Ordinal);
        Assert.Contains("violates check constraint", log, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_homes_that_want_one_port_both_start()
    {
        var port = FreePort.Choose(0);
        await using var one = (await suite.HomeAsync()).With(options => options with { PreferredPort = port });
        await using var two = (await suite.HomeAsync()).With(options => options with { PreferredPort = port });
        var servers = await Task.WhenAll(one.StartAsync(), two.StartAsync());
        Assert.NotEqual(servers[0].Port, servers[1].Port);
        Assert.Contains(servers, server => server.Port == port);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Creates_a_database_once_however_many_ask(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.EnsureDatabaseAsync("records", Ct)));
        await server.EnsureDatabaseAsync("records", Ct);
        Assert.Equal("records", await TestHome.AskAsync<string>(server.ConnectionStringFor("records"), "select current_database()::text"));
        await Assert.ThrowsAsync<ArgumentException>(() => server.EnsureDatabaseAsync(new string('長', 22), Ct));
    }
}
