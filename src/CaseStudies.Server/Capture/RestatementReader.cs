using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>Finds out which closed periods an act restated, from the entries as they were just before and just after it.</summary>
/// <remarks>
/// Asked after the commit and outside of the lanes, so nobody else waits for it. It looks only at what came before the act and at the act, so a retry gets
/// the same answer, and the list of restatements has the same changes.
/// </remarks>
internal sealed class RestatementReader(EntryCache entries)
{
    /// <summary>The answers of commands on one stream, with the closed periods that each restated.</summary>
    public async Task<IReadOnlyList<Recorded>> TellAsync(StreamKey stream, IReadOnlyList<Recorded> answers, CancellationToken cancellation)
    {
        if (answers.All(a => !a.MayRestate) || await entries.ReadAsync(stream, cancellation) is not { } history)
            return answers;
        var closed = ClosedPeriods.FromHistory(history);
        return [.. answers.Select(a => a.MayRestate && closed.RestatedBy(a.Versions.First, a.Versions.Last) is { IsEmpty: false } restated
            ? a with { Restates = restated }
            : a)];
    }

    /// <summary>The closed periods that an import restated when it was completed, or if it is undone, by that; none while it is open.</summary>
    public static ImmutableArray<RestatedPeriod> ByImport(EntryHistory history, ImportId import) =>
        history.Rows.LastOrDefault(r => r.Kind is EntryRow.ImportCompleted or EntryRow.ImportUndone && r.Origin?.Import == import) is { Version: var ended }
            ? ClosedPeriods.FromHistory(history).RestatedBy(ended, ended)
            : [];
}
