namespace CaseStudies.Server.Tests.Faults;

/// <summary>How far an import job has come when its node is struck.</summary>
public enum JobPhase
{
    /// <summary>The job was accepted; nobody has begun it, or only just.</summary>
    Accepted,

    /// <summary>The node is about to say that it has the job.</summary>
    Claiming,

    /// <summary>The file is being read and nothing is recorded yet.</summary>
    Checking,

    /// <summary>The command that begins the import is on its way.</summary>
    Beginning,

    /// <summary>Some rows are recorded, others are not.</summary>
    Recording,

    /// <summary>All rows are recorded; the command that brings them into force is on its way.</summary>
    Completing,

    /// <summary>The import is in force; that the job is done is on its way.</summary>
    Ending,
}

public enum JobBlow
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGTERM: the node may put its work down.</summary>
    Terminate,

    /// <summary>SIGSTOP, until another node has taken over; then SIGCONT, and the node goes on in the middle of what it did.</summary>
    Freeze,
}

public sealed record JobFault(JobPhase Phase, JobBlow Blow);

/// <summary>One save of a job's document, as a trigger in the database saw it.</summary>
public sealed record JobSave(Guid Job, long Number, int Version, Guid? Runner, string State);

/// <summary>What must hold of a job, however many nodes were struck.</summary>
internal static class JobChecker
{
    /// <summary>Saves stand on one another, and whoever lost the job saves nothing more.</summary>
    public static IEnumerable<string> Check(IEnumerable<JobSave> saves)
    {
        var all = saves.OrderBy(s => s.Number).ToList();
        foreach (var (before, after) in all.Zip(all.Skip(1)).Where(p => p.Second.Version != p.First.Version + 1))
            yield return $"version {after.Version} was saved upon {before.Version}";
        var gone = new HashSet<Guid>();
        Guid? holder = null;
        foreach (var save in all)
        {
            if (save.Runner is { } runner && gone.Contains(runner))
                yield return $"version {save.Version} was saved by a runner that had lost the job";
            if (holder is { } last && save.Runner != last)
                gone.Add(last);
            holder = save.Runner;
        }

        if (all.Count(s => s.State == "done") != 1 || all[^1].State != "done")
            yield return $"the job ended {all.Count(s => s.State == "done")} times and is {all[^1].State}";
    }

    /// <param name="rows">How many times each row of the file stands in the stream, by its place.</param>
    /// <param name="commands">How many events each command of the import has in the stream, and how many the ledger says.</param>
    public static IEnumerable<string> Check(
        int expected, IReadOnlyDictionary<(int Sheet, int Row), int> rows, int begun, int completed,
        IEnumerable<(Guid Command, int Events, int Ledger)> commands)
    {
        if (rows.Count != expected)
            yield return $"{rows.Count} of {expected} rows are there";
        foreach (var (place, times) in rows.Where(r => r.Value != 1))
            yield return $"row {place} is there {times} times";
        if ((begun, completed) != (1, 1))
            yield return $"the import was begun {begun} and completed {completed} times";
        foreach (var (command, events, ledger) in commands.Where(c => c.Events != c.Ledger))
            yield return $"command {command} has {events} events, and {ledger} by the ledger";
    }
}
