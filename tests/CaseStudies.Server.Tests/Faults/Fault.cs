namespace CaseStudies.Server.Tests.Faults;

/// <summary>How far a command has come when something dies.</summary>
public enum Phase
{
    /// <summary>The application has the request's first half, or nothing of it.</summary>
    BeforeRead,

    /// <summary>Locks are taken, perhaps events are written; PostgreSQL has not been told to commit.</summary>
    Deciding,

    /// <summary>PostgreSQL has been told to commit and has not said that it has.</summary>
    Committing,

    /// <summary>PostgreSQL has committed, and the application does not know it.</summary>
    CommittedUnheard,

    /// <summary>The application has answered, and nobody hears it.</summary>
    AnswerUnheard,

    /// <summary>The client has just got its answer.</summary>
    Answered,
}

/// <summary>What dies.</summary>
public enum Victim
{
    /// <summary>The application that works on the command: SIGKILL.</summary>
    Application,

    /// <summary>The PostgreSQL process that works on it: SIGKILL, after which the server restarts all of its processes.</summary>
    Backend,

    /// <summary>PostgreSQL's first process: SIGKILL.</summary>
    Postmaster,

    /// <summary>All of PostgreSQL at once, as <c>pg_ctl stop -m immediate</c> does it: SIGQUIT.</summary>
    Immediate,

    /// <summary>Nobody: only the line is cut. Not counted as a kill.</summary>
    Line,
}

/// <param name="Skip">So many occasions pass before it happens: the first one after a restart would always be the same.</param>
public sealed record Fault(Phase Phase, Victim Victim, int Skip);

/// <summary>Which faults a run injects, in which order: the same for the same seed.</summary>
internal static class Schedule
{
    private static readonly (Phase Phase, int Share)[] s_shares =
        [(Phase.BeforeRead, 2), (Phase.Deciding, 3), (Phase.Committing, 3), (Phase.CommittedUnheard, 4), (Phase.AnswerUnheard, 2), (Phase.Answered, 2)];

    private static readonly Victim[] s_victims = [Victim.Application, Victim.Application, Victim.Backend, Victim.Application, Victim.Postmaster,
        Victim.Immediate];

    /// <summary>At least so many kills, every phase among them; each phase takes the victims in turn. And one cut line.</summary>
    public static IReadOnlyList<Fault> Of(int kills, Random random)
    {
        var weight = s_shares.Sum(s => s.Share);
        var faults = new List<Fault>();
        foreach (var (phase, share) in s_shares)
        {
            var first = random.Next(s_victims.Length);
            for (var i = 0; i < Math.Max(1, kills * share / weight); i++)
                faults.Add(new(phase, s_victims[(first + i) % s_victims.Length], random.Next(12)));
        }

        while (faults.Count < kills)
            faults.Add(new(Phase.CommittedUnheard, s_victims[faults.Count % s_victims.Length], random.Next(12)));
        faults.Add(new(Phase.CommittedUnheard, Victim.Line, random.Next(12)));
        var shuffled = faults.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
