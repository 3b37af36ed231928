using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary><c>backup</c> and <c>restore</c> as somebody types them, and as somebody pulls the plug.</summary>
public sealed class CommandLineTests(PostgresFixture postgres, ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("casestudies-backup-");

    [Fact]
    public async Task A_backup_is_written_beside_a_running_server_for_its_owner_alone_and_restored_with_the_same_checksums()
    {
        await Api.OpenedAsync(server, "typed", "typed");
        var (file, target) = (In("a.backup"), await postgres.NewDatabaseAsync());

        var taken = await ProgramProcess.RunAsync(server.ConnectionString, Backups.Passphrase, "backup", file);
        var restored = await ProgramProcess.RunAsync(target, Backups.Passphrase, "restore", file);

        Assert.True(taken.Code == 0, taken.Error);
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Matches("(?m)^typed/typed: 3 events, entries [0-9a-f]{64}, figures [0-9a-f]{64}$", taken.Output);
        Assert.Equal(taken.Output.Split('\n').Where(l => l.Contains(" entries ", StringComparison.Ordinal)),
            restored.Output.Split('\n').Where(l => l.Contains(", entries ", StringComparison.Ordinal)));
        Assert.Contains("events\n", taken.Error);
        Assert.Contains("reading the file\n", restored.Error);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(_folder.FullName));

        var (again, full) = (await ProgramProcess.RunAsync(server.ConnectionString, Backups.Passphrase, "backup", file),
            await ProgramProcess.RunAsync(target, Backups.Passphrase, "restore", file));
        Assert.Equal((1, true), (again.Code, again.Error.Contains("is not overwritten", StringComparison.Ordinal)));
        Assert.Equal((1, true), (full.Code, full.Error.Contains("The database is not empty", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, "Run this in a terminal, or set the environment variable CASESTUDIES_PASSPHRASE")]
    [InlineData("short", "at least 12 characters")]
    public async Task Without_a_good_passphrase_there_is_no_file(string? passphrase, string refusal)
    {
        var (code, _, error) = await ProgramProcess.RunAsync(server.ConnectionString, passphrase, "backup", In("none.backup"));

        Assert.Equal(1, code);
        Assert.Contains(refusal, error);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Theory]
    [InlineData("wrong passphrase", 0, "The passphrase is wrong.")]
    [InlineData(Backups.Passphrase, 700, "of the backup is damaged or has been altered.")]
    [InlineData(Backups.Passphrase, -1, "The backup is incomplete.")]
    public async Task A_damaged_backup_ends_with_one_sentence_and_an_untouched_database(string passphrase, int damage, string refusal)
    {
        await Api.OpenedAsync(server, "damaged", $"d{damage + 1}");
        var (bytes, _) = await Backups.TakeAsync(server.Host.Services);
        if (damage > 0)
            bytes[damage] ^= 1;
        var (file, target) = (In("damaged.backup"), await postgres.NewDatabaseAsync());
        await File.WriteAllBytesAsync(file, damage < 0 ? bytes[..^1] : bytes, TestContext.Current.CancellationToken);

        var (code, output, error) = await ProgramProcess.RunAsync(target, passphrase, "restore", file);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(refusal, error);
        Assert.DoesNotContain("   at ", error); // no stack
        Assert.Equal(0L, await ScalarAsync(target, "select count(*) from pg_tables where schemaname in ('casestudies', 'vault')"));
    }

    [Fact]
    public async Task A_restore_that_is_killed_in_the_middle_leaves_an_empty_store_and_can_be_done_again()
    {
        await Api.OpenedAsync(server, "killed", "killed");
        var (bytes, _) = await Backups.TakeAsync(server.Host.Services);
        var file = In("killed.backup");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await using var target = new ServerFixture(postgres);
        await target.InitializeAsync();

        // Who draws a number holds the sequence, and a restore sets it after it has loaded all tables.
        await using (var holder = await target.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (await holder.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var draw = new NpgsqlCommand("select nextval('casestudies.mt_events_sequence')", holder);
            await draw.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            using var restoring = ProgramProcess.Start(target.ConnectionString, Backups.Passphrase, "restore", file);
            const string Waiting = "select count(*) from pg_locks where not granted and relation = 'casestudies.mt_events_sequence'::regclass";
            await Until.HoldsAsync(() => ScalarAsync(target.ConnectionString, Waiting), waiting => (long)waiting! > 0);
            await restoring.KillAsync();
        }

        const string Loading = "select count(*) from pg_locks where mode = 'ExclusiveLock' and relation = 'casestudies.mt_events'::regclass";
        await Until.HoldsAsync(() => ScalarAsync(target.ConnectionString, Loading), loading => (long)loading! == 0);
        Assert.Equal(0, await Backups.FilledAsync(target.Source));

        var (code, _, error) = await ProgramProcess.RunAsync(target.ConnectionString, Backups.Passphrase, "restore", file);
        Assert.True(code == 0, error);
        Assert.Equal(3L, await ScalarAsync(target.ConnectionString, "select count(*) from casestudies.entries where tenant_id = 'killed'"));
    }

    [Fact]
    public async Task A_backup_that_is_stopped_takes_its_file_back_and_one_that_is_killed_leaves_only_a_part_under_another_name()
    {
        await using var blocker = new NpgsqlConnection(server.ConnectionString);
        await blocker.OpenAsync(TestContext.Current.CancellationToken);
        var (stopped, killed) = (In("stopped.backup"), In("killed.backup"));
        await using (var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var hold = new NpgsqlCommand("lock table vault.texts in access exclusive mode", blocker);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var stopping = ProgramProcess.Start(server.ConnectionString, Backups.Passphrase, "backup", stopped);
            using var killing = ProgramProcess.Start(server.ConnectionString, Backups.Passphrase, "backup", killed);
            const string Waiting = "select count(*) from pg_locks where not granted and relation = 'vault.texts'::regclass";
            await Until.HoldsAsync(() => ScalarAsync(server.ConnectionString, Waiting), waiting => (long)waiting! >= 2);
            Assert.Equal([killed + ".partial", stopped + ".partial"], Directory.GetFiles(_folder.FullName).Order());

            Assert.Equal(1, (await stopping.TerminateAsync()).Code);
            await killing.KillAsync();
        }

        Assert.Equal([killed + ".partial"], Directory.GetFiles(_folder.FullName));
        var (code, _, error) = await ProgramProcess.RunAsync(server.ConnectionString, Backups.Passphrase, "backup", killed);
        Assert.Equal((1, true), (code, error.Contains("another backup is writing to it, or a backup was interrupted", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("backup", "--urls")]
    [InlineData("backup", "a", "b")]
    [InlineData("backup", "a", "--accept-differences")]
    [InlineData("restore", "a", "--force")]
    public async Task A_slip_on_the_command_line_prints_the_usage(params string[] arguments)
    {
        var (code, _, error) = await ProgramProcess.RunAsync(server.ConnectionString, Backups.Passphrase, arguments);

        Assert.Equal(2, code);
        Assert.Contains($"casestudies {arguments[0]} FILE", error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
