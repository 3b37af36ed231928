using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>What somebody asks to be recorded, and where the answer goes.</summary>
internal sealed class Act(StreamKey stream, SentCommand sent, Actor actor, byte[] hash)
{
    private readonly long _came = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<(Recorded?, Refusal?)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamKey Stream => stream;
    public SentCommand Sent => sent;
    public InitiativeCommand Command => sent.Command;
    public Actor Actor => actor;
    public byte[] Hash => hash;
    public Task<(Recorded? Recorded, Refusal? Refusal)> Answer => _answer.Task;

    /// <summary>What the ledger locks while somebody is busy with the command.</summary>
    public string Name => $"{stream.Organisation}/{Command.Command}";

    /// <summary>A stream that does not exist yet has no row to lock; those who open it queue on its name instead.</summary>
    public bool Opens => Command is RecordFacts { Facts: [InitiativeOpened, ..] };

    public int Facts => Command switch { RecordFacts record => record.Facts.Length, ChangeEntries change => change.Changes.Length, _ => 1 };

    /// <summary>Whoever sent it no longer listens. As long as nobody has begun, it need not be done at all.</summary>
    public bool GivenUp { get; private set; }

    public void GiveUp() => GivenUp = true;

    /// <summary>Answers that there was no time for it, if it has waited for longer than this.</summary>
    public bool TurnedAway(TimeSpan limit)
    {
        if (Stopwatch.GetElapsedTime(_came) <= limit)
            return false;
        Fail(new TimeoutException("The act waited for its turn for as long as one may."));
        return true;
    }

    public void Record(Recorded recorded) => _answer.TrySetResult((recorded, null));

    public void Refuse(Refusal refusal) => _answer.TrySetResult((null, refusal));

    public void Fail(Exception e) => _answer.TrySetException(e);
}
