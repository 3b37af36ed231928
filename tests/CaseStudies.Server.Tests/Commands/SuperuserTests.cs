using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Commands;
using Npgsql;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>As whom the program does not start, because PostgreSQL would keep nothing from it.</summary>
public sealed class SuperuserTests(PostgresFixture postgres)
{
    [Fact]
    public async Task It_is_told_what_to_do_instead()
    {
        var database = await postgres.NewDatabaseAsync();
        Assert.Contains("is a superuser or may bypass", await RefusedAsync("--ConnectionStrings:CaseStudies", database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_bypasses_the_wall_is_no_better()
    {
        var database = await postgres.NewDatabaseAsync();
        var role = $"sees_all_{Guid.NewGuid():n}";
        await ExecuteAsync(database, $"create role {role} login bypassrls password 'secret'");
        try
        {
            var login = new NpgsqlConnectionStringBuilder(database) { Username = role, Password = "secret" }.ConnectionString;
            Assert.Contains("--Store:AllowSuperuser true", await RefusedAsync("--ConnectionStrings:CaseStudies", login), StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(database, $"drop role {role}");
        }
    }

    [Theory]
    [InlineData("--ConnectionStrings:CaseStudiesOwner")]
    [InlineData("--ConnectionStrings:CaseStudiesBackground")]
    public async Task With_two_of_the_three_roles_it_does_not_start_either(string second) => Assert.Contains(
        "Name both", await RefusedAsync("--ConnectionStrings:CaseStudies", "Host=127.0.0.1;Port=1", second, "Host=127.0.0.1;Port=1"), StringComparison.Ordinal);

    private static async Task<string> RefusedAsync(params string[] settings)
    {
        var host = new CommandHost(settings, new(TextWriter.Null, TextWriter.Null, Language.En));
        return (await Assert.ThrowsAsync<StartupException>(() =>
            host.RunOnceAsync(throwAway: false, (_, _) => Task.FromResult(true), TestContext.Current.CancellationToken))).Sentence.En;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
