namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// Every kind of fault, one after another while clients record: what was acknowledged is there once, the figures are the model's, and the program helps
/// itself. <c>CASESTUDIES_FAULTS=208</c> is the full size, on a machine that does nothing else; a sample by default. <c>CASESTUDIES_SEED</c> repeats a run.
/// </summary>
[Collection(nameof(FaultPostgres))]
public sealed class FaultTableTests(FaultPostgres postgres)
{
    private static readonly int s_faults = RunSettings.Number("CASESTUDIES_FAULTS", 0);

    /// <summary>Only ends a run in which somebody is never answered again.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Of both tests: the one that ends last prints it whole.</summary>
    private static readonly FaultTable s_table = new();

    private static readonly Victim[] s_kinds = [.. Enum.GetValues<Victim>().Where(v => v != Victim.MovedClock || FakeTime.IsThere)];

    [Fact]
    public Task One_node_outlives_what_lasts_for_a_while() => OutliveAsync(1, [.. s_kinds.Where(v => v > Victim.Line)]);

    [Fact]
    public Task Two_nodes_outlive_what_kills_one_or_the_database() =>
        OutliveAsync(2, [.. s_kinds.Where(v => v <= Victim.Line), Victim.StoppedApplication, Victim.SilentLine]);

    [Fact]
    public void The_table_puts_down_each_loss_to_the_fault_before_its_acknowledgement()
    {
        var table = new FaultTable();
        Injection[] injections = [new(new(Phase.Answered, Victim.Application, 0), TimeSpan.FromSeconds(1), []),
            new(new(Phase.Answered, Victim.Line, 0), null, ["a figure"]), new(new(Phase.Answered, Victim.Application, 0), TimeSpan.FromSeconds(13), [])];
        Outcome[] outcomes = [new(1, Verdict.Ok, 1, Fault: 1), new(2, Verdict.Unknown, Fault: 1), new(2, Verdict.Ok, 2, Fault: 2),
            new(3, Verdict.Refused, Fault: 2), new(4, Verdict.Ok, 4, Fault: 3)];

        table.Add(2, injections, outcomes, new(["2 ysc/i"], ["4 ysc/i"], ["something"]));

        Assert.Equal([Victim.Line], table.Unnoticed(Victim.Line, Victim.Application, Victim.ReadOnly));
        Assert.Equal(
            """
            | fault | nodes | injections | acknowledged | left open | lost | doubled | wrong figures | recovered by itself | within 10 s | median; slowest, s |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            | server killed | 2 | 2 | 2 | 1 | 0 | 1 | 0 | 2 of 2 | 1 of 2 | 13.0; 13.0 |
            | line to PostgreSQL or client cut | 2 | 1 | 1 | 0 | 1 | 0 | 1 | 0 of 1 | 0 of 1 | – |
            | all |  | 3 | 3 | 1 | 1 | 1 | 1 | 2 of 3 | 1 of 3 | 13.0; 13.0 |

            otherwise wrong: 1

            """, $"{table}");
    }

    private async Task OutliveAsync(int nodes, IReadOnlyList<Victim> sample)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "stops processes by signal and limits a disk");
        var random = new Random(RunSettings.Seed + nodes);
        var faults = s_faults > 0 ? Schedule.Of(s_faults / 2, s_kinds, 6, random) : Schedule.Of(sample.Count, sample, 2, random);
        var run = await new KillRun(postgres, nodes, 0, RunSettings.Seed + nodes) { Only = faults, Patience = s_patience, Say = Tell }
            .RunAsync(TestContext.Current.CancellationToken);
        s_table.Add(nodes, run.Injections, run.Outcomes, run.Findings);
        Tell($"{run.Report}\n{s_table}disk full: {postgres.DiskKind}\n{(FakeTime.IsThere ? "" : "no clock was moved: libfaketime is not installed\n")}");
        Assert.Empty(run.Findings.All);
        // The sample shares its machine with other tests, where a start of the server alone may take a minute.
        Assert.True(s_faults == 0 || run.Injections.All(i => i.Recovered <= FaultTable.Promised), $"{s_table}");
        Assert.Empty(s_table.Unnoticed(s_kinds.Where(Fault.IsRefusal)));
    }

    private static void Tell(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "faults.txt"), $"{text}\n");
    }
}
