using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Import;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Jobs;
using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Two nodes, one import job after another, and each time the node that works on it is struck. Nobody sends anything again.</summary>
internal sealed class JobKillRun(string connectionString, int port, int rows, Random random) : IAsyncDisposable
{
    private const int SigTerm = 15, SigStop = 19, SigCont = 18;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["Jobs__LeaseSeconds"] = "4", ["Jobs__SweepSeconds"] = "1", ["Jobs__ForgottenSeconds"] = "10", ["Jobs__BeatSeconds"] = "0.2", ["Jobs__ImportRows"] = "10",
    };

    private readonly Node[] _nodes = [new(new() { Target = port }), new(new() { Target = port })];
    private readonly List<(JobFault Fault, TimeSpan Lasted)> _struck = [];
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=4");

    private sealed class Node(JobRelay wire)
    {
        public JobRelay Wire { get; } = wire;
        public ServerProcess? Process { get; set; }
        public HttpClient Client { get; set; } = new();
    }

    public List<string> Findings { get; } = [];

    public async Task StartAsync(CancellationToken cancellation)
    {
        await StartAsync(0, cancellation);
        await StartAsync(1, cancellation);
        await ExecuteAsync(
            """
            create table job_saves (number bigserial primary key, job uuid, version int, runner uuid, state text);
            create function saved_job() returns trigger language plpgsql as $$ begin
                insert into job_saves (job, version, runner, state) values (new.id, new.mt_version, (new.data ->> 'runner')::uuid, new.data ->> 'state'); return new; end $$;
            create trigger saved_job after insert or update on casestudies.mt_doc_job for each row execute function saved_job();
            """, cancellation);
    }

    /// <summary>One job, one blow, and what is left in the end.</summary>
    public async Task RunAsync(JobFault fault, CancellationToken cancellation)
    {
        var (watch, victim) = (Stopwatch.StartNew(), random.Next(2));
        var initiative = $"i{Guid.NewGuid():n}"[..16];
        var (import, file) = (Guid.NewGuid(), JobApi.File(rows, initiative));
        var blow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await OpenAsync(initiative, _nodes[victim].Client, cancellation);
        if (Words(fault.Phase) is { } words)
            _ = _nodes[victim].Wire.ArmAsync(words, fault.Blow == JobBlow.Kill, () => Strike(victim, fault.Blow)).ContinueWith(_ => blow.TrySetResult(), TaskScheduler.Default);
        // Its node may die before it answers; the job's address follows from what was asked.
        var job = JobQueue.IdOf(ImportJob.Key, "ysc", initiative, import.ToString());
        var (address, asking) = ($"organisations/ysc/jobs/{job}", AskAsync(initiative, import, file, _nodes[victim].Client, cancellation));
        if (Words(fault.Phase) is null)
        {
            await ReachedAsync(fault.Phase, asking, job, import, cancellation);
            Strike(victim, fault.Blow);
            blow.TrySetResult();
        }

        // Where the job was finished by the other node before the victim came to it, there was no blow; the report counts only blows.
        var ended = EndedAsync(_nodes[1 - victim].Client, address, cancellation);
        var struck = await Task.WhenAny(blow.Task, ended) == blow.Task;
        _nodes[victim].Wire.Disarm();
        var view = await ended;
        if (struck)
            await HealAsync(victim, fault.Blow, cancellation);
        await AnsweredAsync(asking, job, mayBeCut: struck);
        await CheckAsync($"{fault.Phase}/{fault.Blow}", job, initiative, import, view, cancellation);
        if (struck)
            _struck.Add((fault, watch.Elapsed));
    }

    /// <summary>The same while PostgreSQL itself is stopped at once and started again, in the middle of the job.</summary>
    public async Task OutliveAsync(FaultPostgres postgres, CancellationToken cancellation)
    {
        var initiative = $"i{Guid.NewGuid():n}"[..16];
        var (import, file) = (Guid.NewGuid(), JobApi.File(rows, initiative));
        await OpenAsync(initiative, _nodes[0].Client, cancellation);
        var job = JobQueue.IdOf(ImportJob.Key, "ysc", initiative, import.ToString());
        await ReachedAsync(JobPhase.Recording, AskAsync(initiative, import, file, _nodes[0].Client, cancellation), job, import, cancellation);
        postgres.Kill(Victim.Immediate, null);
        await postgres.HealAsync(Victim.Immediate);
        _source.Clear();
        var view = await EndedAsync(_nodes[0].Client, $"organisations/ysc/jobs/{job}", cancellation);
        await CheckAsync("PostgreSQL", job, initiative, import, view, cancellation);
        Findings.AddRange(_nodes.Where(n => n.Process!.HasExited).Select(_ => "PostgreSQL: a node ended with it"));
    }

    public string Report()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{_struck.Count} blows in import jobs of {rows} rows on two nodes; {Findings.Count} findings\n");
        foreach (var phase in _struck.GroupBy(s => s.Fault.Phase).OrderBy(g => g.Key))
        {
            var blows = phase.GroupBy(s => s.Fault.Blow).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()} ({g.Min(s => s.Lasted).TotalSeconds:0}–{g.Max(s => s.Lasted).TotalSeconds:0} s)");
            text.Append(CultureInfo.InvariantCulture, $"  {phase.Key}: {string.Join(", ", blows)}\n");
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            if (node.Process is not null)
                await node.Process.DisposeAsync();
            node.Client.Dispose();
            await node.Wire.DisposeAsync();
        }

        await _source.DisposeAsync();
    }

    private static string? Words(JobPhase phase) => phase switch
    {
        JobPhase.Claiming => "\"state\":\"running\"",
        JobPhase.Beginning => "import_begun",
        JobPhase.Completing => "import_completed",
        JobPhase.Ending => "\"state\":\"done\"",
        _ => null,
    };

    private void Strike(int node, JobBlow blow) =>
        Native.Signal(_nodes[node].Process!.Id, blow switch { JobBlow.Kill => Native.SigKill, JobBlow.Terminate => SigTerm, _ => SigStop });

    private async Task HealAsync(int node, JobBlow blow, CancellationToken cancellation)
    {
        if (blow == JobBlow.Freeze)
        {
            Native.Signal(_nodes[node].Process!.Id, SigCont);
            await AliveAsync(_nodes[node].Client, cancellation);
            return;
        }

        await _nodes[node].Process!.ExitedAsync(cancellation);
        await _nodes[node].Process!.DisposeAsync();
        await StartAsync(node, cancellation);
    }

    private async Task StartAsync(int node, CancellationToken cancellation)
    {
        var process = await ServerProcess.StartAsync(FaultPostgres.Through(connectionString, _nodes[node].Wire.Port), cancellation, s_settings);
        _nodes[node].Process = process;
        _nodes[node].Client = new() { BaseAddress = process.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    private static async Task AnsweredAsync(Task<string> asking, Guid job, bool mayBeCut)
    {
        try
        {
            if (!(await asking).EndsWith($"{job}", StringComparison.Ordinal))
                throw new InvalidOperationException("The job has another address.");
        }
        catch (Exception e) when (mayBeCut && e is HttpRequestException or IOException or OperationCanceledException)
        {
        }
    }

    private async Task ReachedAsync(JobPhase phase, Task<string> asking, Guid job, Guid import, CancellationToken cancellation)
    {
        if (phase == JobPhase.Accepted)
        {
            await asking;
            return;
        }

        var some = random.Next(1, rows * 3 / 4);
        var reached = phase == JobPhase.Checking
            ? $"select exists (select 1 from casestudies.mt_doc_job where id = '{job}' and data ->> 'phase' = 'checking')"
            : $"select count(*) >= {some} from casestudies.entries where import = '{import}' and sheet > 0";
        for (var watch = Stopwatch.StartNew(); !(bool)(await ScalarAsync(reached, cancellation))!; await Task.Delay(3, cancellation))
        {
            if (watch.Elapsed > s_patience || (bool)(await ScalarAsync($"select coalesce((select data ->> 'endedAt' is not null from casestudies.mt_doc_job where id = '{job}'), false)", cancellation))!)
                throw new InvalidOperationException($"The job never came to {phase}.");
        }
    }

    private async Task CheckAsync(string what, Guid job, string initiative, Guid import, JsonNode view, CancellationToken cancellation)
    {
        if ((string?)view["state"] != "done" || (string?)view["result"]?["state"] != "completed")
            Findings.Add($"{what}: {view.ToJsonString()}");
        var saves = new List<JobSave>();
        await ReadAsync($"select number, version, runner, state from job_saves where job = '{job}'", r => saves.Add(new(job, r.GetInt64(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.GetString(3))), cancellation);
        var places = new Dictionary<(int, int), int>();
        await ReadAsync($"select sheet, sheet_row, count(*)::int from casestudies.entries where stream_id = '{initiative}' and import = '{import}' and sheet > 0 group by 1, 2", r => places[(r.GetInt32(0), r.GetInt32(1))] = r.GetInt32(2), cancellation);
        var commands = new List<(Guid, int, int)>();
        await ReadAsync(
            $"""
            select e.causation_id::uuid, count(*)::int, coalesce(max(l.events), 0) from casestudies.mt_events e
            left join casestudies.command_ledger l on l.tenant_id = e.tenant_id and l.command_id = e.causation_id::uuid where e.stream_id = '{initiative}' group by 1
            """, r => commands.Add((r.GetGuid(0), r.GetInt32(1), r.GetInt32(2))), cancellation);
        var begun = (int)(await ScalarAsync($"select count(*)::int from casestudies.mt_events where stream_id = '{initiative}' and type = 'import_begun'", cancellation))!;
        var completed = (int)(await ScalarAsync($"select count(*)::int from casestudies.mt_events where stream_id = '{initiative}' and type = 'import_completed'", cancellation))!;
        Findings.AddRange(JobChecker.Check(saves).Concat(JobChecker.Check(rows, places, begun, completed, commands)).Select(f => $"{what}: {f}"));
    }

    private static async Task OpenAsync(string initiative, HttpClient client, CancellationToken cancellation)
    {
        using var content = new StringContent(Api.Record(Guid.NewGuid(), Sentences.Opening), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri($"organisations/ysc/initiatives/{initiative}/entries", UriKind.Relative), content, cancellation);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> AskAsync(string initiative, Guid import, byte[] file, HttpClient client, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "x.csv" }, { new StringContent(JobApi.Mapping), "mapping" } };
        using var response = await client.PostAsync(new Uri($"organisations/ysc/initiatives/{initiative}/imports/{import}?file={hash}", UriKind.Relative), form, cancellation);
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
        return response.Headers.Location!.ToString();
    }

    private static async Task<JsonNode> EndedAsync(HttpClient client, string address, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50, cancellation))
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), cancellation);
            var view = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))!;
            if (view["endedAt"] is not null)
                return view;
            if (watch.Elapsed > s_patience)
                throw new InvalidOperationException($"The job did not end: {view.ToJsonString()}");
        }
    }

    private static async Task AliveAsync(HttpClient client, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(new Uri("organisations/ysc/jobs", UriKind.Relative), cancellation);
        response.EnsureSuccessStatusCode();
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task ReadAsync(string sql, Action<NpgsqlDataReader> row, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            row(reader);
    }
}
