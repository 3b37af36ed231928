using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>
/// Sends commands to the recorder without waiting for each answer, so that they share commits; the number in flight is bounded. Commands of one stream
/// are decided in the order in which they are sent: a session before its counts.
/// </summary>
internal sealed class RowSending(Recorder recorder, ImportInto into, ImportId import)
{
    /// <summary>Four full groups. While one is saved, the next ones are read.</summary>
    private const int InFlight = 2048;

    private const int Told = 1_000, Tries = 3;

    private readonly List<(JudgedRow Row, JudgedFact Fact, Task<(Recorded?, Refusal?)> Answer)> _flying = [];
    private Place _last;

    public List<RowLine> Failed { get; } = [];
    public int FailedRows { get; private set; }
    public int Sent { get; private set; }

    /// <exception cref="TimeoutException">The stream was locked by others for longer than the limit. What is recorded stays, and the same request
    /// resumes.</exception>
    public async Task AddAsync(JudgedRow row, IReadOnlyList<JudgedFact> facts, CancellationToken cancellation)
    {
        foreach (var fact in facts)
            _flying.Add((row, fact, RecordAsync(fact.Planned!.Sent, row, cancellation)));

        if (_flying.Count >= InFlight)
            await LandAsync(_flying.Count - (InFlight / 2), cancellation);
    }

    public Task FlushAsync(CancellationToken cancellation) => LandAsync(_flying.Count, cancellation);

    private async Task LandAsync(int count, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
        {
            var (row, fact, answer) = _flying[i];
            var refusal = await AnsweredAsync(row, fact, answer, cancellation);
            Sent++;
            if (refusal is not null)
                Fail(row, fact, refusal);
        }

        _flying.RemoveRange(0, count);
    }

    /// <summary>Sends a command again after a timeout, or while its session is unknown. The ledger never records a command twice.</summary>
    private async Task<Refusal?> AnsweredAsync(JudgedRow row, JudgedFact fact, Task<(Recorded?, Refusal?)> answer, CancellationToken cancellation)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                var (_, refusal) = await answer;
                if (refusal?.Code != "session-unknown" || left == 1)
                    return refusal;
            }
            catch (TimeoutException) when (left > 1)
            {
            }

            answer = RecordAsync(fact.Planned!.Sent, row, cancellation);
        }
    }

    private Task<(Recorded?, Refusal?)> RecordAsync(ReceivedCommand sent, JudgedRow row, CancellationToken cancellation) => recorder.RecordAsync(
        into.Organisation, into.Initiative, sent, into.Sender(new(import, row.At.Sheet, row.At.Row)), cancellation);

    private void Fail(JudgedRow row, JudgedFact fact, Refusal refusal)
    {
        FailedRows += row.At != _last ? 1 : 0;
        _last = row.At;
        if (Failed.Count < Told)
            Failed.Add(new(row.At.Sheet, row.At.Row, Verdict.CannotBe,
                [FactLine.FromFact(fact with { Verdict = Verdict.CannotBe, Says = ImportProblem.FromRefusal(refusal, null) })], []));
    }
}
