using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>Computes what a value is compared with. Comparisons never change the value.</summary>
/// <param name="forms">The forms of instruments on which the value is based. Answers to other forms are not compared.</param>
internal sealed class Comparisons(EntryBook book, Indicator definition, Days days, HashSet<Form> forms)
{
    private readonly ImmutableArray<DerivationPart>.Builder _parts = ImmutableArray.CreateBuilder<DerivationPart>();

    /// <summary>The parts of the other values. Each role is prefixed with the comparison it belongs to.</summary>
    public ImmutableArray<DerivationPart> Parts => _parts.ToImmutable();

    public ImmutableArray<FigureComparison> Compare(FigureValue value) => [.. (definition.Against ?? []).Select(a => Compare(a, value))];

    /// <summary>Whether a value is above everything it is compared with; false where there is nothing to compare.</summary>
    public static bool IsRecord(FigureValue value, ImmutableArray<FigureComparison> held) =>
        held.Length > 0 && held.All(c => c.Value is { } other && value.Low > other.High);

    private FigureComparison Compare(Against against, FigureValue value) => against.What switch
    {
        AgainstWhat.Baseline => Compared(against, value, Recorded(against.Key!.Value), []),
        AgainstWhat.YearBefore => Evaluated(against, value, "year-before", definition.Formula, days.YearBefore()),
        AgainstWhat.Strand => Evaluated(against, value, $"strand:{against.Key}", Strands.Replace(definition.Formula, against.Key!.Value), days),
        _ => throw new ArgumentOutOfRangeException(nameof(against)),
    };

    /// <summary>The baseline as declared, in the unit in which the figure is shown. Two different values of the same day contradict each other.</summary>
    private Result Recorded(Slug key) =>
        book.InForce<BaselineRecorded>().Where(b => b.Baseline == key && b.On <= days.To)
            .GroupBy(b => b.On, b => b.Value).MaxBy(d => d.Key) is { } last && new FigureValue(last.Min(), last.Max()) is var value
            ? new(value.IsPoint ? FigureStatus.Computed : FigureStatus.Contested, value, new Arithmetic.Declared())
            : Result.NoData;

    private FigureComparison Evaluated(Against against, FigureValue value, string role, Formula formula, Days within)
    {
        var evaluation = new Evaluation(book);
        var result = evaluation.EvaluateWhole(formula, within);
        if (result.Value is not null && forms.Union(evaluation.Forms).Count() > 1)
            result = evaluation.Block(Sentences.OtherForm());
        _parts.AddRange(evaluation.Parts.Select(p => p with { Role = $"{role}:{p.Role}" }));
        return Compared(against, value, result with { Value = result.Value is { } other ? Figures.InUnit(definition.Show, other) : null }, evaluation.Notes);
    }

    private FigureComparison Compared(Against against, FigureValue value, Result other, ImmutableArray<PublicText> notes) =>
        other.Value is { } held && other.Status != FigureStatus.Blocked
            ? new(against, other.Status, held, Shown.Plain(definition.Show, held), new(value.Low - held.High, value.High - held.Low), notes)
            : new(against, other.Status, null, null, null, notes);
}
