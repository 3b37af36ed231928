using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What a person is asked before a command is recorded: likely slips, and a closed period that it would change. Nothing is recorded here.</summary>
internal sealed class Doubts(IServiceProvider services, EntryCache entries, IClock clock)
{
    /// <summary>What looks like a slip; nothing of a command that would be refused.</summary>
    public async Task<ImmutableArray<PublicText>> OfAsync(StreamKey stream, ReceivedCommand sent, Actor actor, CancellationToken cancellation)
    {
        IReadOnlyList<EntryRow> rows;
        await using (var rehearsal = await CommandSimulation.BeginAsync(services, stream, cancellation, TrackingMode.Rows))
            rows = (await rehearsal.TakeAsync([(sent, actor)], cancellation))[0].Rows;
        // What is refused, or known already, is answered when it is sent.
        if (rows.Count == 0 || await entries.ReadAsync(stream, cancellation) is not { } history)
            return [];
        var (first, now) = (rows[0].Version, clock.GetCurrentInstant());
        // Folded apart: the history in memory goes on with what is recorded, not with this.
        var after = EntryHistory.FromRows(history.Rows.Where(r => r.Version < first).Concat(rows));
        return
        [
            .. Warnings.Beyond(after.AsKnown(null, now), after.AsKnown(first - 1, now)).Select(WarningText.Describe),
            .. ClosedPeriods.FromHistory(after).ByAct(first, rows[^1].Version).Select(r => Restates(new(r.Closing.From, r.Closing.To))),
        ];
    }

    /// <returns>Null: it would be recorded.</returns>
    public async Task<Refusal?> RefusalAsync(StreamKey stream, ReceivedCommand sent, Actor actor, CancellationToken cancellation)
    {
        await using var rehearsal = await CommandSimulation.BeginAsync(services, stream, cancellation, TrackingMode.Rows);
        return (await rehearsal.TakeAsync([(sent, actor)], cancellation))[0].Refusal;
    }

    private static PublicText Restates(Domain.Indicators.Period closed) => new(
        $"{DateFormat.Span(closed.From, closed.To, Language.Ja)}の数値は締め切られています。記録すると「締切後の変更」として残ります。",
        $"The figures of {DateFormat.Span(closed.From, closed.To, Language.En)} are closed. If you record this, it is listed as a change after the closing.");
}
