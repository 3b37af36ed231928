using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>A received command that waits for its group commit, and the answer that its sender awaits.</summary>
/// <param name="after">The command before it in its batch, on the same stream. This one is decided after that one, and fails if that one fails.</param>
internal sealed class PendingCommand(StreamKey stream, ReceivedCommand sent, Actor actor, byte[] hash, PendingCommand? after = null)
{
    private readonly long _came = Stopwatch.GetTimestamp();
    private long _went;
    private volatile bool _givenUp;
    private readonly TaskCompletionSource<(Recorded?, Refusal?)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamKey Stream => stream;
    public ReceivedCommand Sent => sent;
    public InitiativeCommand Command => sent.Command;
    public Actor Actor => actor;
    public byte[] Hash => hash;
    public PendingCommand? After => after;

    /// <summary>Commands of the same batch may follow it on its stream.</summary>
    public bool OfBatch { get; init; }

    /// <summary>The rows that it added to the relation of entries, once it is answered; none if it was recorded before.</summary>
    public IReadOnlyList<EntryRow> Rows { get; set; } = [];

    public Task<(Recorded? Recorded, Refusal? Refusal)> Answer => _answer.Task;

    /// <summary>The trace of the request that brought it; stored as the event's correlation id.</summary>
    public string? Trace { get; } = Activity.Current?.RootId;

    /// <summary>The name of the advisory lock under which the command is looked up in the ledger and recorded.</summary>
    public string Name => $"{stream.Organisation}/{Command.Command}";

    /// <summary>The command opens its stream. A stream that does not exist has no row to lock, so an advisory lock on its name stands in.</summary>
    public bool Opens => Command is RecordFacts { Facts: [InitiativeOpened, ..] };

    public int Facts => Command switch { RecordFacts record => record.Facts.Length, ChangeEntries change => change.Changes.Length, _ => 1 };

    /// <summary>The sender has gone away. A command that is not in a commit yet is then dropped.</summary>
    public bool GivenUp => _givenUp;

    public void GiveUp() => _givenUp = true;

    public bool Answered => _answer.Task.IsCompleted;

    /// <summary>Neither recorded nor refused, because of a technical failure.</summary>
    public bool Failed => _answer.Task.IsFaulted;

    /// <summary>Fails the command with a timeout if it has waited for longer than the limit.</summary>
    public bool TurnedAway(TimeSpan limit)
    {
        // A command of a batch begins to wait when the one before it has been answered.
        if (after is { Answered: false } || Stopwatch.GetElapsedTime(Math.Max(_came, after?._went ?? 0)) <= limit)
            return false;
        Fail(new TimeoutException("The command was queued for longer than the lock timeout."));
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
