using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>What a row states, before it is compared with what is recorded.</summary>
/// <param name="Facts">A fact comes after those that it depends on.</param>
/// <param name="Problems">What cannot be read. If the sheet's rows are all or nothing, no fact of the row is recorded.</param>
/// <param name="LeftOut">Why the row is not imported (a total, a note, a heading); null for an ordinary row.</param>
internal sealed record ParsedRow(Place At, ImmutableArray<ProposedFact> Facts, ImmutableArray<ImportProblem> Problems, ImportProblem? LeftOut = null)
{
    /// <summary>What the sender should know about the row, although it keeps nothing back.</summary>
    public ImmutableArray<ImportProblem> Notes { get; init; } = [];

    public static ParsedRow Nothing(Place at, ImportProblem why) => new(at, [], [], why);
}

/// <summary>Sheet and row, both counted from 1.</summary>
internal readonly record struct Place(int Sheet, int Row);

/// <summary>One fact that a row states.</summary>
/// <param name="Key">What the fact is about. It is the same in every file.</param>
/// <param name="Column">Its column; 0 for the row as a whole.</param>
/// <param name="Stands">The recorded entry of this fact, if it was found by other means than the key.</param>
/// <param name="Furigana">The reading of the name, stored with it for sorting.</param>
/// <param name="Twin">The key of one more fact like this, where only their order in the file tells such facts apart. If that entry exists, a row is missing
/// from the file and the order cannot be trusted.</param>
internal sealed record ProposedFact(string Key, StatedFact Stated, int Column, EntryId? Stands = null, string? Furigana = null, string? Twin = null)
{
    public string Kind => Stated.Kind;
}

/// <summary>A message about a place in a sheet.</summary>
/// <param name="Column">The letter of the column; null for the row as a whole.</param>
internal sealed record ImportProblem(string Code, string Ja, string En, string? Column = null)
{
    public static ImportProblem FromRefusal(Refusal refusal, string? column) => new(refusal.Code, refusal.Sentence.Ja, refusal.Sentence.En, column);
}
