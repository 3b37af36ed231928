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

    // From here on nothing dies: it lasts for a while and is over.

    /// <summary>The application that works on the command: SIGSTOP, then SIGCONT.</summary>
    StoppedApplication,

    /// <summary>The PostgreSQL process that works on it: SIGSTOP, then SIGCONT.</summary>
    StoppedBackend,

    /// <summary>The line between the application and PostgreSQL: nothing passes either way, and nobody is told. Then everything arrives.</summary>
    SilentLine,

    /// <summary>The file system of PostgreSQL's data has no room left: see <see cref="SmallDisk"/>.</summary>
    FullDisk,

    /// <summary>PostgreSQL ends every statement after a tenth of a second, and somebody holds the table of events for longer.</summary>
    ShortTimeout,

    /// <summary>Others hold all of PostgreSQL's connections, and the application's own sessions are ended.</summary>
    NoConnections,

    /// <summary>The application's clock is a day ahead or behind: see <see cref="FakeTime"/>.</summary>
    MovedClock,

    /// <summary>PostgreSQL takes no changes.</summary>
    ReadOnly,
}

/// <param name="Skip">So many occasions pass before it happens: the first one after a restart would always be the same.</param>
/// <param name="Seconds">How long it lasts, if it lasts.</param>
public sealed record Fault(Phase Phase, Victim Victim, int Skip, double Seconds = 0)
{
    /// <summary>False: it happens at once, and what was under way does not arrive.</summary>
    public bool Lasts => Victim > Victim.Line;

    /// <summary>Whether commands are refused while it lasts. The others only keep everybody waiting.</summary>
    public static bool IsRefusal(Victim victim) => victim >= Victim.FullDisk;
}

/// <summary>Which faults a run injects, in which order: the same for the same seed.</summary>
internal static class Schedule
{
    private static readonly (Phase Phase, int Share)[] s_shares =
        [(Phase.BeforeRead, 2), (Phase.Deciding, 3), (Phase.Committing, 3), (Phase.CommittedUnheard, 4), (Phase.AnswerUnheard, 2), (Phase.Answered, 2)];

    private static readonly Victim[] s_victims = [Victim.Application, Victim.Application, Victim.Backend, Victim.Application, Victim.Postmaster,
        Victim.Immediate];

    /// <summary>
    /// At least so many kills, every phase among them; each phase takes the victims in turn. And one cut line. Of fewer kills than phases, as in the gate, runs
    /// take every second phase each.
    /// </summary>
    /// <param name="run">The number of the run: two after another have all phases between them.</param>
    public static IReadOnlyList<Fault> Of(int kills, int run, Random random)
    {
        var weight = s_shares.Sum(s => s.Share);
        var faults = new List<Fault>();
        foreach (var (phase, share) in s_shares.Where((_, place) => kills >= s_shares.Length || place % 2 == run % 2))
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

    /// <summary>So many faults, each kind once before any comes again.</summary>
    public static IReadOnlyList<Fault> Of(int count, IReadOnlyList<Victim> kinds, double longest, Random random)
    {
        var faults = new List<Fault>();
        while (faults.Count < count)
        {
            var turn = kinds.ToArray();
            random.Shuffle(turn);
            faults.AddRange(turn.Take(count - faults.Count).Select(victim =>
            {
                var phases = Phases(victim);
                return new Fault(phases[random.Next(phases.Length)], victim, random.Next(12), 1 + (random.NextDouble() * (longest - 1)));
            }));
        }

        return faults;
    }

    /// <summary>Where in a command it makes a difference; whatever concerns all of them alike begins between two.</summary>
    private static Phase[] Phases(Victim victim) => victim switch
    {
        Victim.StoppedBackend or Victim.SilentLine => [Phase.Deciding, Phase.Committing, Phase.CommittedUnheard],
        Victim.FullDisk or Victim.ShortTimeout or Victim.NoConnections or Victim.MovedClock or Victim.ReadOnly => [Phase.Answered],
        _ => Enum.GetValues<Phase>(),
    };
}
