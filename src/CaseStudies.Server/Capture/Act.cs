using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>What somebody asks to be recorded, and where the answer goes.</summary>
/// <param name="after">The act before it in its batch, on the same stream: this one is decided only once that one is, and fails if that one does.</param>
internal sealed class Act(StreamKey stream, SentCommand sent, Actor actor, byte[] hash, Act? after = null)
{
    private readonly long _came = Stopwatch.GetTimestamp();
    private long _went;
    private volatile bool _givenUp;
    private readonly TaskCompletionSource<(Recorded?, Refusal?)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamKey Stream => stream;
    public SentCommand Sent => sent;
    public InitiativeCommand Command => sent.Command;
    public Actor Actor => actor;
    public byte[] Hash => hash;
    public Act? After => after;

    /// <summary>Others may come after it.</summary>
    public bool OfBatch { get; init; }
    public Task<(Recorded? Recorded, Refusal? Refusal)> Answer => _answer.Task;

    /// <summary>The request that it came with, as the store's sessions note it.</summary>
    public string? Trace { get; } = Activity.Current?.RootId;

    /// <summary>What the ledger locks while somebody is busy with the command.</summary>
    public string Name => $"{stream.Organisation}/{Command.Command}";

    /// <summary>A stream that does not exist yet has no row to lock; those who open it queue on its name instead.</summary>
    public bool Opens => Command is RecordFacts { Facts: [InitiativeOpened, ..] };

    public int Facts => Command switch { RecordFacts record => record.Facts.Length, ChangeEntries change => change.Changes.Length, _ => 1 };

    /// <summary>Whoever sent it no longer listens. As long as nobody has begun, it need not be done at all.</summary>
    public bool GivenUp => _givenUp;

    public void GiveUp() => _givenUp = true;

    public bool Answered => _answer.Task.IsCompleted;

    /// <summary>Neither recorded nor refused: nobody could decide.</summary>
    public bool Failed => _answer.Task.IsFaulted;

    /// <summary>Answers that there was no time for it, if it has waited for longer than this.</summary>
    public bool TurnedAway(TimeSpan limit)
    {
        // Its turn comes when the one before it has gone.
        if (after is { Answered: false } || Stopwatch.GetElapsedTime(Math.Max(_came, after?._went ?? 0)) <= limit)
            return false;
        Fail(new TimeoutException("The act waited for its turn for as long as one may."));
        return true;
    }

    public void Record(Recorded recorded)
    {
        _went = Stopwatch.GetTimestamp();
        Telemetry.CommandAccepted(actor.Source, recorded.Replayed);
        _answer.TrySetResult((recorded, null));
    }

    public void Refuse(Refusal refusal)
    {
        _went = Stopwatch.GetTimestamp();
        _answer.TrySetResult((null, refusal));
    }

    public void Fail(Exception e) => _answer.TrySetException(e);
}
