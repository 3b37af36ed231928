using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What the database itself has seen of jobs and their imports, past the program.</summary>
internal sealed class JobEvidence(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=4");

    /// <summary>From now on every save of a job's document is written down, by whomever.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            """
            create table job_saves (number bigserial primary key, job uuid, version int, runner uuid, state text);
            create function saved_job() returns trigger language plpgsql as $$ begin
                insert into job_saves (job, version, runner, state) values (new.id, new.mt_version, (new.data ->> 'runner')::uuid, new.data ->> 'state');
                return new;
            end $$;
            create trigger saved_job after insert or update on casestudies.mt_doc_job for each row execute function saved_job();
            """);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A runner has the job. The first thing that it does is to read the file.</summary>
    public Task<bool> IsClaimedAsync(Guid job, CancellationToken cancellation) =>
        ScalarAsync<bool>("select exists (select 1 from casestudies.mt_doc_job where id = $1 and data ->> 'state' = 'running')", cancellation, job);

    public Task<bool> HasEndedAsync(Guid job, CancellationToken cancellation) =>
        ScalarAsync<bool>("select exists (select 1 from casestudies.mt_doc_job where id = $1 and data ? 'endedAt')", cancellation, job);

    public Task<long> RowsAsync(Guid import, CancellationToken cancellation) =>
        ScalarAsync<long>("select count(*) from casestudies.entries where import = $1 and sheet > 0", cancellation, import);

    /// <param name="rows">Of the file.</param>
    /// <returns>What is wrong.</returns>
    public async Task<IEnumerable<string>> CheckAsync(Guid job, string initiative, Guid import, int rows, CancellationToken cancellation)
    {
        var (saves, places, commands) = (new List<JobSave>(), new Dictionary<(int, int), int>(), new List<(Guid, int, int)>());
        await ReadAsync(
            "select number, version, runner, state from job_saves where job = $1",
            r => saves.Add(new(job, r.GetInt64(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.GetString(3))), cancellation, job);
        await ReadAsync(
            "select sheet, sheet_row, count(*)::int from casestudies.entries where stream_id = $1 and import = $2 and sheet > 0 group by 1, 2",
            r => places[(r.GetInt32(0), r.GetInt32(1))] = r.GetInt32(2), cancellation, initiative, import);
        await ReadAsync(
            """
            select e.causation_id::uuid, count(*)::int, coalesce(max(l.events), 0) from casestudies.mt_events e
            left join casestudies.command_ledger l on l.tenant_id = e.tenant_id and l.command_id = e.causation_id::uuid
            where e.stream_id = $1 group by 1
            """, r => commands.Add((r.GetGuid(0), r.GetInt32(1), r.GetInt32(2))), cancellation, initiative);
        var (begun, completed) = (await EventsAsync(initiative, "import_begun", cancellation), await EventsAsync(initiative, "import_completed", cancellation));
        return JobChecker.Check(saves).Concat(JobChecker.Check(rows, places, begun, completed, commands));
    }

    /// <summary>After the database was restarted, connections lead nowhere.</summary>
    public void Clear() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<int> EventsAsync(string initiative, string type, CancellationToken cancellation) =>
        ScalarAsync<int>("select count(*)::int from casestudies.mt_events where stream_id = $1 and type = $2", cancellation, initiative, type);

    private async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task ReadAsync(string sql, Action<NpgsqlDataReader> row, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            row(reader);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = _source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
