using System.Collections.Immutable;
using CaseStudies.Domain.Entries;

namespace CaseStudies.Domain.Indicators;

/// <summary>The changes of the figures between two states of an initiative's entries: before and after a command, at a closing and now.</summary>
public static class Effects
{
    /// <summary>Every figure that differs, in the order of the later book; figures that no longer exist come last.</summary>
    public static ImmutableArray<FigureChange> Between(EntryBook before, EntryBook after, Period period) => Between(before, after, period, _ => true);

    /// <param name="asked">Which definitions to compare.</param>
    internal static ImmutableArray<FigureChange> Between(EntryBook before, EntryBook after, Period period, Predicate<AdoptedIndicator> asked)
    {
        var (from, to) = (Read(before, period, asked), Read(after, period, asked));
        var gone = from.Keys.Except(to.Keys);
        return [.. to.Keys.Concat(gone).Select(k => FigureChange.Between(k, from.GetValueOrDefault(k), to.GetValueOrDefault(k))).OfType<FigureChange>()];
    }

    private static OrderedDictionary<Slug, FigureReading> Read(EntryBook book, Period period, Predicate<AdoptedIndicator> asked) =>
        new(Figures.Adopted(book, period).Where(i => asked(i))
            .Select(i => KeyValuePair.Create(i.Key, FigureReading.FromFigure(Figures.Compute(i, book, period)))));
}

/// <summary>One figure without the entries of its derivation.</summary>
/// <param name="Version">The version of the definition.</param>
/// <param name="Definition">The definition as a sentence.</param>
/// <param name="Arithmetic">How the value came about; null where there is none.</param>
public sealed record FigureReading(
    int Version, PublicText Label, FigureStatus Status, FigureValue? Value, PublicText? Shown, TargetComparison? Target,
    ImmutableArray<FigureComparison> Comparisons, PublicText Definition, PublicText? Arithmetic, ImmutableArray<PublicText> Notes)
{
    public static FigureReading FromFigure(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return new(figure.Version, figure.Definition.Label, figure.Status, figure.Value, figure.Shown, figure.Target, figure.Comparisons,
            figure.Derivation.Definition, figure.Derivation.Arithmetic, figure.Derivation.Notes);
    }

    /// <remarks>
    /// Lists are compared by their elements, which the equality of records does not do. Another arithmetic of the same value is no other statement, nor is
    /// a sentence in which only a term has got another name.
    /// </remarks>
    public bool Equals(FigureReading? other) => other is not null
        && (Version, Label, Status, Value, Shown, Target) == (other.Version, other.Label, other.Status, other.Value, other.Shown, other.Target)
        && Notes.SequenceEqual(other.Notes) && Comparisons.Length == other.Comparisons.Length
        && Comparisons.Zip(other.Comparisons).All(c => Same(c.First, c.Second));

    public override int GetHashCode() => HashCode.Combine(Version, Status, Value, Shown);

    private static bool Same(FigureComparison a, FigureComparison b) =>
        a.Notes.SequenceEqual(b.Notes) && (a with { Notes = [] }).Equals(b with { Notes = [] });
}

/// <summary>One figure that changed.</summary>
/// <param name="From">Null where the indicator was not adopted before.</param>
/// <param name="To">Null where the indicator no longer applies.</param>
/// <param name="NotesGone">Notes about missing months, conflicts and the like that no longer apply.</param>
public sealed record FigureChange(
    Slug Indicator, PublicText Label, FigureReading? From, FigureReading? To, ImmutableArray<PublicText> NotesGone, ImmutableArray<PublicText> NotesNew)
{
    /// <returns>Null where nothing changed.</returns>
    internal static FigureChange? Between(Slug indicator, FigureReading? from, FigureReading? to)
    {
        if (Equals(from, to))
            return null;
        var (before, after) = (from?.Notes ?? [], to?.Notes ?? []);
        return new(indicator, (to ?? from)!.Label, from, to, [.. before.Except(after)], [.. after.Except(before)]);
    }
}
