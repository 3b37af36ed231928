using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>What a row says, before it is held against anything.</summary>
/// <param name="Facts">In the order in which they stand on each other.</param>
/// <param name="Problems">What cannot be read. A row that is a whole is then not recorded at all.</param>
/// <param name="LeftOut">Why nothing of it is counted: a total, a note, a heading; null for an ordinary row.</param>
internal sealed record ParsedRow(Place At, ImmutableArray<ProposedFact> Facts, ImmutableArray<ImportProblem> Problems, ImportProblem? LeftOut = null)
{
    public static ParsedRow Nothing(Place at, ImportProblem why) => new(at, [], [], why);
}

/// <summary>Sheet and row as people see them, both from 1.</summary>
internal readonly record struct Place(int Sheet, int Row);

/// <summary>One fact that a row states.</summary>
/// <param name="Key">What the fact is about: the same in every file that speaks of it.</param>
/// <param name="Column">Where it stands; 0 for the row as a whole.</param>
/// <param name="Stands">The entry that this fact is, where the planner has found it.</param>
/// <param name="Furigana">The reading of a name, kept beside it for sorting.</param>
/// <param name="Twin">The key that one more of these would have, where only the turn in the file tells them apart: if there is one, the file has lost
/// a row, and no turn can be trusted.</param>
internal sealed record ProposedFact(string Key, StatedFact Stated, int Column, EntryId? Stands = null, string? Furigana = null, string? Twin = null)
{
    public string Kind => Stated.Kind;
}

/// <summary>Something to tell about a place in a sheet.</summary>
/// <param name="Column">As the spreadsheet names it; null for the row as a whole.</param>
internal sealed record ImportProblem(string Code, string Ja, string En, string? Column = null)
{
    public static ImportProblem FromRefusal(Refusal refusal, string? column) => new(refusal.Code, refusal.Sentence.Ja, refusal.Sentence.En, column);
}
