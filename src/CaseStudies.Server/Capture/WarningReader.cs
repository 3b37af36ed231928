using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Capture;

/// <summary>Adds to the answers of acts the likely slips among what they said.</summary>
/// <remarks>
/// Asked after the commit and outside of the lanes, of the entries in memory. An act that says something new is held against its own strands and people
/// only. It rests on nothing later than the act, so a retry gets the same answer, and the list of warnings has the same. What was recorded stays
/// recorded if this fails: the answer then has no warnings, and the list has.
/// </remarks>
internal sealed partial class WarningReader(EntryCache entries, ILogger<WarningReader> log)
{
    /// <summary>The answers of commands on one stream, each with the warnings that it caused.</summary>
    public async Task<IReadOnlyList<Recorded>> TellAsync(
        StreamKey stream, IReadOnlyList<(PendingCommand Command, Recorded Recorded)> answers, CancellationToken cancellation)
    {
        IReadOnlyList<Recorded> untold = [.. answers.Select(a => a.Recorded)];
        if (!answers.Any(IsAsked))
            return untold;
        try
        {
            // Most often the entries of the act follow those in memory, and the database need not be asked.
            return (entries.Follow(stream, [.. answers.SelectMany(a => a.Command.Rows)]) ?? await entries.ReadAsync(stream, cancellation)) is { } history
                ? [.. answers.Select(a => IsAsked(a) ? Told(a.Recorded, history) : a.Recorded)]
                : untold;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            Untold(log, failure.GetType().Name, failure.StackTrace);
            return untold;
        }
    }

    /// <summary>The warnings that an import caused when it was completed; none while it is not.</summary>
    public static ImmutableArray<WarningLine> ByImport(EntryHistory history, ImportId import) =>
        history.Rows.LastOrDefault(r => r.Kind == EntryRow.ImportCompleted && r.Origin?.Import == import) is { Version: var completed }
            ? [.. Warnings.ByAct(history, completed, completed).Select(WarningLine.FromWarning)]
            : [];

    /// <summary>The rows of a file come into force together, and whoever loads a reconstructed log does not read the answers.</summary>
    private static bool IsAsked((PendingCommand Command, Recorded Recorded) answer) =>
        answer.Command.Actor.Source == Provenance.Http && Warnings.MayFollow(answer.Command.Command, answer.Recorded.RecordedAt);

    private static Recorded Told(Recorded recorded, EntryHistory history) =>
        Warnings.ByAct(history, recorded.Versions.First, recorded.Versions.Last) is { IsEmpty: false } warnings
            ? recorded with { Warnings = [.. warnings.Select(WarningLine.FromWarning)] }
            : recorded;

    /// <summary>A message may quote data; the type and the place are enough to find it.</summary>
    [LoggerMessage(LogLevel.Error, "{Exception} left the warnings of recorded commands untold: {Stack}")]
    private static partial void Untold(ILogger log, string exception, string? stack);
}
