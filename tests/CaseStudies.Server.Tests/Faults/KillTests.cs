namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// Whatever dies, and whenever: what was acknowledged is there once. <c>CASESTUDIES_KILLS=200</c> is the full size;
/// <c>CASESTUDIES_SEED</c> repeats a run.
/// </summary>
[Collection(nameof(FaultPostgres))]
public sealed class KillTests(FaultPostgres postgres)
{
    private const int Sample = 4;
    private static readonly int s_kills = RunSettings.Number("CASESTUDIES_KILLS", Sample);
    private static readonly int s_seed = RunSettings.Seed;

    [Theory, InlineData(1), InlineData(2)]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled(int nodes)
    {
        var run = await new KillRun(postgres, nodes, s_kills / 2, s_seed + nodes) { AnswersBetween = s_kills > Sample ? 280 : 80 }
            .RunAsync(TestContext.Current.CancellationToken);
        Tell(run);
        Assert.Empty(run.Findings.All);
    }

    [Fact]
    public async Task Clients_that_believe_what_they_were_not_told_are_found_out()
    {
        var run = await new KillRun(postgres, 1, 0, s_seed) { Manners = Manners.Gullible,
            Only = [new(Phase.BeforeRead, Victim.Application, 0)] }.RunAsync(TestContext.Current.CancellationToken);
        Tell(run);
        Assert.NotEmpty(run.Findings.Lost);
    }

    [Fact]
    public async Task Clients_that_ask_again_under_another_id_are_found_out()
    {
        var run = await new KillRun(postgres, 1, 0, s_seed) { Manners = Manners.Careless,
            Only = [.. Enumerable.Repeat(new Fault(Phase.AnswerUnheard, Victim.Line, 3), 5)] }.RunAsync(TestContext.Current.CancellationToken);
        Tell(run);
        Assert.NotEmpty(run.Findings.Doubled);
    }

    [Fact]
    public async Task A_program_that_does_not_insist_on_durable_commits_is_found_out()
    {
        var run = await new KillRun(postgres, 1, 0, s_seed) { Weakened = true,
            Only = [new(Phase.Answered, Victim.Immediate, 3), new(Phase.Answered, Victim.Postmaster, 3)] }.RunAsync(TestContext.Current.CancellationToken);
        Tell(run);
        Assert.NotEmpty(run.Findings.Lost);
    }

    private static void Tell(KillRun run)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(run.Report);
        foreach (var line in run.Findings.All.Take(20))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "kills.txt"), run.Report);
    }
}
