using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Backup;
using Npgsql;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>What an operator can mend ends in one line that says how, and in exit code 1; never in a stack trace.</summary>
public sealed class StartFailureTests(PostgresFixture postgres)
{
    private const string NoServer = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2";

    [Fact]
    public async Task An_address_in_use_is_one_line_that_says_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var line = await OneLineAsync(await postgres.NewDatabaseAsync(), "--LocalUser:Enabled=true", "--urls", address);

        Assert.Contains($"{address} is in use. Stop the program that listens there", line, StringComparison.Ordinal);
        Assert.Contains("--urls http://localhost:5081", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_line_too()
    {
        // Documentation addresses (RFC 5737) belong to nobody.
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__CaseStudies"] = await postgres.NewDatabaseAsync(), ["Store__AllowSuperuser"] = "true",
            ["Authentication__Authority"] = "https://id.example.org/", ["Authentication__Audience"] = "a",
        };

        var (exit, output, _) = await Startup.RunAsync(0, environment, "--urls", "http://192.0.2.1:5080");

        Assert.Equal(1, exit);
        Assert.Contains("http://192.0.2.1:5080 is not one of this machine", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rebuild"), InlineData("figures a/b"), InlineData("--LocalUser:Enabled=true")]
    public async Task A_database_that_cannot_be_reached_is_one_line(string line) =>
        Assert.Contains("Check host, port, database, user and password", await OneLineAsync(NoServer, line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("nonsense", "Check host"), InlineData("Host=127.0.0.1;Colour=red", "Check host")]
    public async Task A_connection_string_that_is_none_is_one_line(string connectionString, string says) =>
        Assert.Contains(says, await OneLineAsync(connectionString, "rebuild"), StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_password_or_an_unknown_database_is_one_line_without_the_password()
    {
        var good = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync());

        var (wrong, unknown) = (new NpgsqlConnectionStringBuilder(good.ConnectionString), new NpgsqlConnectionStringBuilder(good.ConnectionString));
        (wrong.Password, unknown.Database) = ("secret-but-wrong", "nobodys");
        var (password, database) = (await OneLineAsync(wrong.ConnectionString, "rebuild"), await OneLineAsync(unknown.ConnectionString, "figures", "a/b"));

        Assert.Contains("password authentication failed", password, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-but-wrong", password, StringComparison.Ordinal);
        Assert.Contains("database \"nobodys\" does not exist", database, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_user_who_may_not_create_is_told_so()
    {
        var owner = await postgres.NewDatabaseAsync();
        var role = $"visitor_{Guid.NewGuid():n}";
        await ExecuteAsync(owner, $"create role {role} login password 'visitor'");
        try
        {
            var line = await OneLineAsync(new NpgsqlConnectionStringBuilder(owner) { Username = role, Password = "visitor" }.ConnectionString, "rebuild");
            Assert.Contains("lacks a right", line, StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(owner, $"drop role {role}");
        }
    }

    [Fact]
    public async Task An_unknown_initiative_and_a_file_that_is_not_there_are_one_line()
    {
        var database = await postgres.NewDatabaseAsync();

        Assert.Equal("The organisation 'a' has no initiative 'b' here.", await OneLineAsync(database, "figures", "a/b"));
        Assert.EndsWith("none.xlsx.", await OneLineAsync(NoServer, "import", "a/b", "none.xlsx"), StringComparison.Ordinal); // no database is asked
        Assert.Contains("none.backup", (await ProgramProcess.RunAsync(NoServer, Backups.Passphrase, "restore", "none.backup")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_says_what_it_does_before_it_does_anything()
    {
        var (code, _, error) = await ProgramProcess.RunAsync(NoServer, null, "demo", "--check");

        Assert.Equal(1, code);
        Assert.StartsWith("The twenty case studies are loaded", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_looked_for_where_dotnet_run_was_typed()
    {
        var folder = Directory.CreateTempSubdirectory("casestudies-typed-");
        try
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "CaseStudies.sln")))
                root = root.Parent!;
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var project = Path.Combine(root.FullName, "src", "CaseStudies.Server");
            using var run = Process.Start(new ProcessStartInfo(
                "dotnet", ["run", "--no-build", "-c", configuration, "--project", project, "--", "import", "a/b", "5月.xlsx"])
            {
                WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C.UTF-8" },
            })!;
            var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal((1, $"There is no file {Path.Combine(folder.FullName, "5月.xlsx")}."), (run.ExitCode, (await error).Trim()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The only line on standard error.</returns>
    private static async Task<string> OneLineAsync(string connectionString, params string[] arguments)
    {
        var (code, output, error) = await ProgramProcess.RunAsync(connectionString, null, arguments);
        Assert.True(code == 1, $"{code}: {output} {error}");
        Assert.Equal("", output);
        return Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
