using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>What an import does with a fact or a row. A row has the highest verdict of its facts.</summary>
internal enum Verdict
{
    LeftOut,
    AlreadyRecorded,
    WillBeRecorded,
    Corrects,
    ChangedByHand,
    CannotBe,
}

/// <summary>One fact of a row, with its verdict.</summary>
/// <param name="From">The recorded fact, if the file states something else.</param>
/// <param name="To">What the file states.</param>
/// <param name="Planned">The command that would record it; null where nothing is to be recorded.</param>
internal sealed record JudgedFact(
    string Kind, int Column, Verdict Verdict, InitiativeFact? From = null, StatedFact? To = null, ImportProblem? Says = null, PlannedCommand? Planned = null);

/// <summary>A row, with the verdicts of its facts.</summary>
internal sealed record JudgedRow(Place At, ImmutableArray<JudgedFact> Facts, ImmutableArray<ImportProblem> Problems, ImportProblem? LeftOut)
{
    /// <summary>As in <see cref="ParsedRow.Notes"/>.</summary>
    public ImmutableArray<ImportProblem> Notes { get; init; } = [];

    public Verdict Verdict => Problems.Length > 0 ? Verdict.CannotBe
        : LeftOut is not null ? Verdict.LeftOut
        : Facts.IsEmpty ? Verdict.LeftOut
        : Facts.Max(f => f.Verdict);

    /// <summary>Whether nobody needs to look at the row.</summary>
    public bool IsPlain => Notes.IsEmpty && Verdict is Verdict.WillBeRecorded or Verdict.AlreadyRecorded && Facts.All(f => f.Says is null);
}

/// <summary>A command that a row asks for. Its id follows from what the row is about.</summary>
internal sealed record PlannedCommand(Place At, ReceivedCommand Sent)
{
    public CommandId Id => Sent.Command.Command;
}
