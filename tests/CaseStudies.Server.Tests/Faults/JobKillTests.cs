namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// A node is killed, shut down or frozen somewhere in an import job, and the job ends on its own: every row once, no step by two runners.
/// <c>CASESTUDIES_JOB_KILLS=63</c> is the full size; a few by default. <c>CASESTUDIES_SEED</c> repeats a run.
/// </summary>
[Collection(nameof(FaultPostgres))]
public sealed class JobKillTests(FaultPostgres postgres)
{
    private static readonly int s_kills = RunSettings.Number("CASESTUDIES_JOB_KILLS", 4);
    private static readonly int s_seed = RunSettings.Seed;

    [Fact]
    public async Task A_struck_node_loses_no_row_and_doubles_none()
    {
        var (random, cancellation) = (new Random(s_seed), TestContext.Current.CancellationToken);
        var connectionString = await postgres.NewDatabaseAsync();
        await using (var run = new JobKillRun(connectionString, postgres.Port, rows: 400, random))
        {
            try
            {
                await run.StartAsync(cancellation);
                foreach (var fault in Faults(s_kills, random))
                    await run.RunAsync(fault, cancellation);
                await run.CheckAgainAsync(cancellation);
            }
            finally
            {
                TestContext.Current.TestOutputHelper?.WriteLine(run.Report());
                await File.AppendAllTextAsync(Path.Combine(AppContext.BaseDirectory, "job-kills.txt"),
                    run.Report() + string.Concat(run.Findings.Select(f => $"  {f}\n")), CancellationToken.None);
            }

            Assert.Empty(run.Findings);
        }

        await postgres.DropAsync(connectionString);
    }

    [Fact]
    public async Task The_queue_outlives_a_restart_of_PostgreSQL()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connectionString = await postgres.NewDatabaseAsync();
        await using (var run = new JobKillRun(connectionString, postgres.Port, rows: 400, new Random(s_seed)))
        {
            await run.StartAsync(cancellation);
            await run.OutliveAsync(postgres, cancellation);
            Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings));
        }

        await postgres.DropAsync(connectionString);
    }

    /// <summary>Every phase meets every blow before any meets it again.</summary>
    private static IEnumerable<JobFault> Faults(int count, Random random)
    {
        var all = Enum.GetValues<JobPhase>().SelectMany(p => Enum.GetValues<JobBlow>().Select(b => new JobFault(p, b))).ToArray();
        return Enumerable.Range(0, (count + all.Length - 1) / all.Length).SelectMany(_ =>
        {
            random.Shuffle(all);
            return all.ToArray();
        }).Take(count);
    }

    [Fact]
    public void The_checker_finds_a_runner_that_saves_after_it_has_lost_the_job()
    {
        var (job, one, two) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        Assert.Empty(JobChecker.Check([new(job, 1, 1, null, "waiting"), new(job, 2, 2, one, "running"), new(job, 3, 3, two, "running"),
            new(job, 4, 4, null, "done")]));
        Assert.Equal(
            ["version 4 was saved by a runner that had lost the job"],
            JobChecker.Check([new(job, 1, 1, null, "waiting"), new(job, 2, 2, one, "running"), new(job, 3, 3, two, "running"),
                new(job, 4, 4, one, "running"), new(job, 5, 5, null, "done")]));
        Assert.Equal(
            ["version 2 was saved upon 2", "the job ended 2 times and is done"],
            JobChecker.Check([new(job, 1, 1, null, "waiting"), new(job, 2, 2, one, "done"), new(job, 3, 2, two, "done")]));
    }

    [Fact]
    public void The_checker_finds_rows_that_are_missing_or_doubled() => Assert.Equal(
        ["2 of 3 rows are there", "row (1, 3) is there 2 times", "the import was begun 1 and completed 0 times",
            $"command {Guid.Empty} has 2 events, and 1 by the ledger"],
        JobChecker.Check(3, new Dictionary<(int, int), int> { [(1, 2)] = 1, [(1, 3)] = 2 }, 1, 0, [(Guid.Empty, 2, 1)]));
}
