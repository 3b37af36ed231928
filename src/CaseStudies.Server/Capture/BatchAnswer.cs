using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Observability;

namespace CaseStudies.Server.Capture;

/// <summary>The answer to a batch: one result for each item, in their order.</summary>
internal sealed record BatchAnswer(ImmutableArray<BatchResult> Results);

/// <param name="Replayed">It had been recorded by an earlier sending.</param>
/// <param name="Recorded">The answer that the command's own endpoint gives.</param>
/// <param name="Problem">Why the item was not recorded.</param>
internal sealed record BatchResult(BatchOutcome Outcome, bool? Replayed = null, Recorded? Recorded = null, BatchProblem? Problem = null);

internal enum BatchOutcome
{
    Recorded,

    /// <summary>Refused by a rule. Sending it again changes nothing.</summary>
    Refused,

    /// <summary>The item is not well formed.</summary>
    Malformed,

    /// <summary>This sending recorded nothing of it, because another item was refused or could not be read.</summary>
    NotRecorded,

    /// <summary>A technical failure, such as a lock timeout. Sent again, the item is recorded once.</summary>
    Undecided,
}

/// <summary>As a problem document of the command's own endpoint.</summary>
/// <param name="Status">The status that the endpoint would answer.</param>
/// <param name="Pointer">The place in the batch, as a JSON pointer.</param>
internal sealed record BatchProblem(string Code, int Status, string Ja, string En, string Pointer)
{
    public static BatchProblem Create(string code, int status, PublicText sentence, string pointer)
    {
        Telemetry.Refused(code);
        return new(code, status, sentence.Ja, sentence.En, pointer);
    }
}
