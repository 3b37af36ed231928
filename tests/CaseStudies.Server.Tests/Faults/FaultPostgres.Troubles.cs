using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What PostgreSQL suffers for a while, alive. Each lasts until it is disposed of.</summary>
public sealed partial class FaultPostgres
{
    /// <summary>How its disk is filled; null: it cannot be here.</summary>
    public string? DiskKind => _disk?.Kind;

    internal async Task<IAsyncDisposable> TroubleAsync(Victim victim, string connectionString) => victim switch
    {
        Victim.FullDisk => await FillAsync(),
        Victim.ShortTimeout => await SlowAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!),
        Victim.ReadOnly => await SetAsync("default_transaction_read_only", "on"),
        Victim.NoConnections => await TakeConnectionsAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!),
        _ => throw new ArgumentOutOfRangeException(nameof(victim)),
    };

    private sealed class Trouble(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }

    private async Task<IAsyncDisposable> FillAsync()
    {
        await _disk!.FillAsync(await ProcessesAsync());
        return new Trouble(async () => await _disk.EmptyAsync(await AnswersAsync() ? await ProcessesAsync() : []));
    }

    /// <summary>Sessions that are open have it at once, too.</summary>
    private async Task<IAsyncDisposable> SetAsync(string setting, string value)
    {
        await ApplyAsync($"alter system set {setting} = {value}");
        return new Trouble(() => ApplyAsync($"alter system reset {setting}"));

        async Task ApplyAsync(string sql)
        {
            await ExecuteAsync(sql);
            await ExecuteAsync("select pg_reload_conf()");
        }
    }

    /// <summary>Nobody can write an event before PostgreSQL ends the statement.</summary>
    private async Task<IAsyncDisposable> SlowAsync(string database)
    {
        var timeout = await SetAsync("statement_timeout", "100");
        var holder = await OpenAsync(database);
        await ExecuteAsync(holder, "begin; lock table casestudies.mt_events in share row exclusive mode");
        return new Trouble(async () =>
        {
            await holder.DisposeAsync();
            await timeout.DisposeAsync();
        });
    }

    /// <summary>Opens connections until there are no more, and ends the database's own sessions again and again to take their places.</summary>
    private async Task<IAsyncDisposable> TakeConnectionsAsync(string database)
    {
        var (taken, over) = (new List<NpgsqlConnection> { await OpenAsync() }, new CancellationTokenSource());
        while (await TryTakeAsync())
        {
        }

        var taking = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await ExecuteAsync(taken[0], $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'");
                while (!over.IsCancellationRequested && await TryTakeAsync())
                {
                }
            }
        });
        return new Trouble(async () =>
        {
            await over.CancelAsync();
            await taking;
            foreach (var connection in taken)
                await connection.DisposeAsync();
            over.Dispose();
        });

        async Task<bool> TryTakeAsync()
        {
            try
            {
                taken.Add(await OpenAsync());
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return false;
            }
        }
    }

    private async Task<List<int>> ProcessesAsync()
    {
        var processes = new List<int> { EmbeddedPostgres.PostmasterPid.Read(Server.DataDirectory)!.Pid };
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            processes.Add(reader.GetInt32(0));
        return processes;
    }
}
