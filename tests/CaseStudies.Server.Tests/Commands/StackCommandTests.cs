using System.Diagnostics;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The commands that Marten and Wolverine bring along, through our command line.</summary>
public sealed class StackCommandTests(PostgresFixture postgres)
{
    private const string NoServer = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2";

    [Theory]
    [InlineData("jasperfx help", "db-patch"), InlineData("jasperfx help", "resources"), InlineData("jasperfx codegen preview", "WolverineHandlers")]
    public async Task Help_and_code_generation_need_no_database(string line, string says)
    {
        var (code, output, error) = await RunAsync(NoServer, line.Split(' '));

        Assert.True(code == 0, output + error);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_sees_the_configured_database()
    {
        var database = await postgres.NewDatabaseAsync();

        var (code, output, error) = await RunAsync(database, "jasperfx", "resources", "setup");

        Assert.True(code == 0, output + error);
        await using var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("select to_regclass('casestudies.mt_events') is not null", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>In the server's own folder: JasperFx reads every assembly beside the program, and those of the tests do not all load there.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(string connectionString, params string[] arguments)
    {
        var program = AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "CaseStudies.Server.Tests"), Path.Combine("src", "CaseStudies.Server"), StringComparison.Ordinal) + "CaseStudies.Server.dll";
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["ConnectionStrings__CaseStudies"] = connectionString, ["LC_ALL"] = "C.UTF-8" },
        })!;
        var stop = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output, await error);
    }
}
