using CaseStudies.Server.Tests.Backup;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The commands that Marten and Wolverine bring along, through our command line.</summary>
public sealed class StackCommandTests(PostgresFixture postgres)
{
    private const string NoServer = "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2";

    [Theory]
    [InlineData("jasperfx help", "db-patch"), InlineData("jasperfx help", "resources"), InlineData("jasperfx codegen preview", "WolverineHandlers")]
    public async Task Help_and_code_generation_need_no_database(string line, string says)
    {
        var (code, output, error) = await ProgramProcess.RunAsync(NoServer, null, line.Split(' '));

        Assert.True(code == 0, output + error);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_sees_the_configured_database()
    {
        var database = await postgres.NewDatabaseAsync();

        var (code, output, error) = await ProgramProcess.RunAsync(database, null, "jasperfx", "resources", "setup");

        Assert.True(code == 0, output + error);
        await using var connection = new Npgsql.NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("select to_regclass('casestudies.mt_events') is not null", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
