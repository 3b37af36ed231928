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

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Two nodes, one import job after another, and each time the node that works on it is struck. Nobody sends anything again.</summary>
internal sealed class JobKillRun(string connectionString, int port, int rows, Random random) : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["Store__IdleTransactionTimeout"] = "00:00:05", ["Jobs__LeaseSeconds"] = "4", ["Jobs__SweepSeconds"] = "1", ["Jobs__ForgottenSeconds"] = "4",
        ["Jobs__BeatSeconds"] = "0.2", ["Jobs__ImportRows"] = "10",
    };

    private readonly Node[] _nodes = [new(new() { Target = port }), new(new() { Target = port })];
    private readonly List<(JobFault Fault, TimeSpan Lasted)> _struck = [];
    private readonly JobEvidence _evidence = new(connectionString);
    private readonly List<(string What, Guid Job, string Initiative, Guid Import)> _done = [];

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
        await _evidence.WatchAsync(cancellation);
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
            _ = _nodes[victim].Wire.ArmAsync(words, fault.Blow == JobBlow.Kill, () => Strike(victim, fault.Blow))
                .ContinueWith(_ => blow.TrySetResult(), TaskScheduler.Default);
        // Its node may die before it answers; the job's address follows from what was asked.
        var job = JobQueue.IdOf(ImportJob.Key, "ysc", initiative, import.ToString());
        var (address, asking) = ($"organisations/ysc/jobs/{job}", AskAsync(initiative, import, file, _nodes[victim].Client, cancellation));
        if (Words(fault.Phase) is null && await ReachedAsync(fault.Phase, asking, job, import, cancellation))
        {
            Strike(victim, fault.Blow);
            blow.TrySetResult();
        }

        // A job may be done before anybody is struck: then there was no blow, and the report counts only blows.
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

    /// <summary>A node that was frozen may have gone on after its job was looked at.</summary>
    public async Task CheckAgainAsync(CancellationToken cancellation)
    {
        foreach (var (what, job, initiative, import) in _done)
            Findings.AddRange((await _evidence.CheckAsync(job, initiative, import, rows, cancellation)).Select(f => $"{what}, in the end: {f}"));
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
        _evidence.Clear();
        var view = await EndedAsync(_nodes[0].Client, $"organisations/ysc/jobs/{job}", cancellation);
        await CheckAsync("PostgreSQL", job, initiative, import, view, cancellation);
        Findings.AddRange(_nodes.Where(n => n.Process!.HasExited).Select(_ => "PostgreSQL: a node ended with it"));
    }

    public string Report()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{_struck.Count} blows in import jobs of {rows} rows on two nodes; {Findings.Count} findings\n");
        foreach (var phase in _struck.GroupBy(s => s.Fault.Phase).OrderBy(g => g.Key))
        {
            var blows = phase.GroupBy(s => s.Fault.Blow).OrderBy(g => g.Key)
                .Select(g => $"{g.Key} {g.Count()} ({g.Min(s => s.Lasted).TotalSeconds:0}–{g.Max(s => s.Lasted).TotalSeconds:0} s)");
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

        await _evidence.DisposeAsync();
    }

    /// <summary>As they stand on the wire: a name that is sent as a value has its length before it, one in a statement's text has not.</summary>
    private static string? Words(JobPhase phase) => phase switch
    {
        JobPhase.Claiming => "\"state\":\"running\"",
        JobPhase.Beginning => "\0\0\0\u000cimport_begun",
        JobPhase.Completing => "\0\0\0\u0010import_completed",
        JobPhase.Ending => "\"state\":\"done\"",
        _ => null,
    };

    private void Strike(int node, JobBlow blow) =>
        Native.Signal(_nodes[node].Process!.Id, blow switch { JobBlow.Kill => Native.SigKill, JobBlow.Terminate => SigTerm, _ => StoppedProcess.SigStop });

    private async Task HealAsync(int node, JobBlow blow, CancellationToken cancellation)
    {
        if (blow == JobBlow.Freeze)
        {
            Native.Signal(_nodes[node].Process!.Id, StoppedProcess.SigContinue);
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
        _nodes[node].Client = LocalUserKey.Client(process.Address);
        _nodes[node].Client.Timeout = TimeSpan.FromSeconds(60);
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

    private async Task<bool> ReachedAsync(JobPhase phase, Task<string> asking, Guid job, Guid import, CancellationToken cancellation)
    {
        if (phase == JobPhase.Accepted)
        {
            await asking;
            return true;
        }

        var some = random.Next(1, rows * 3 / 4);
        var reached = false;
        await Until.TrueAsync(async () =>
        {
            reached = phase == JobPhase.Checking
                ? await _evidence.IsClaimedAsync(job, cancellation)
                : await _evidence.RowsAsync(import, cancellation) >= some;
            return reached || await _evidence.HasEndedAsync(job, cancellation);
        }, s_patience, () => $"The job never came to {phase}.");
        return reached;
    }

    private async Task CheckAsync(string what, Guid job, string initiative, Guid import, JsonNode view, CancellationToken cancellation)
    {
        if ((string?)view["state"] != "done" || (string?)view["result"]?["state"] != "completed")
        {
            Findings.Add($"{what}: {view.ToJsonString()}");
            Findings.AddRange(_nodes.SelectMany(n => n.Process!.Said.Split('\n')).Where(l => l.Contains($"Job {job}", StringComparison.Ordinal)));
        }

        Findings.AddRange((await _evidence.CheckAsync(job, initiative, import, rows, cancellation)).Select(f => $"{what}: {f}"));
        _done.Add((what, job, initiative, import));
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
        using var response = await client.PostAsync(new Uri($"organisations/ysc/initiatives/{initiative}/imports/{import}?file={hash}", UriKind.Relative),
            form, cancellation);
        if (response.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
        return response.Headers.Location!.ToString();
    }

    private static Task<JsonNode> EndedAsync(HttpClient client, string address, CancellationToken cancellation) => Until.HoldsAsync(
        async () =>
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), cancellation);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))!;
        }, job => job["endedAt"] is not null, s_patience, job => job.ToJsonString());

    private static async Task AliveAsync(HttpClient client, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(new Uri("organisations/ysc/jobs", UriKind.Relative), cancellation);
        response.EnsureSuccessStatusCode();
    }
}
