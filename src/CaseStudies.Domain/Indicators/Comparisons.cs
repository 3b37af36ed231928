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
        AgainstWhat.Baseline => Recorded(against, value),
        AgainstWhat.YearBefore => YearBefore(against, value),
        AgainstWhat.Strand => Evaluated(against, value, $"strand:{against.Key}", Strands.Replace(definition.Formula, against.Key!.Value), days),
        _ => throw new ArgumentOutOfRangeException(nameof(against)),
    };

    /// <summary>While the days are still running, only as many of the year before are compared as have passed of this one.</summary>
    private FigureComparison YearBefore(Against against, FigureValue value)
    {
        if (book.AsOf is not { } today || today >= days.To || today < days.From)
            return Evaluated(against, value, "year-before", definition.Formula, days.YearBefore());
        var passed = (days with { To = today }).YearBefore();
        var compared = Evaluated(against, value, "year-before", definition.Formula, passed);
        return compared with { Notes = [.. compared.Notes, Sentences.ComparedUpTo(passed.To)] };
    }

    /// <summary>The baseline as declared; not compared in another unit. Two different values of the same day contradict each other.</summary>
    private FigureComparison Recorded(Against against, FigureValue value)
    {
        if (book.InForce<BaselineRecorded>().Where(b => b.Baseline == against.Key && b.On <= days.To).GroupBy(b => b.On).MaxBy(d => d.Key) is not { } last)
            return Compared(against, value, Result.NoData, []);
        var unit = Unit.Of(definition.Formula, definition.Show.Percent);
        if (last.OrderBy(b => b.Unit.Value, StringComparer.Ordinal).FirstOrDefault(b => !unit.MayStandBeside(Unit.FromWord(b.Unit.Value))) is { } other)
            return Compared(against, value, Result.Blocked, [Sentences.BaselineInOtherUnit(other.Unit)]);
        var declared = new FigureValue(last.Min(b => b.Value), last.Max(b => b.Value));
        return Compared(against, value, new(declared.IsPoint ? FigureStatus.Computed : FigureStatus.Contested, declared, new Arithmetic.Declared()), []);
    }

    private FigureComparison Evaluated(Against against, FigureValue value, string role, Formula formula, Days within)
    {
        var evaluation = new Evaluation(book);
        var result = evaluation.EvaluateWhole(formula, within);
        if (result.Value is not null && forms.Union(evaluation.Forms).Count() > 1)
            result = evaluation.Block(Sentences.OtherForm());
        _parts.AddRange(evaluation.Parts.Select(p => p with { Role = $"{role}:{p.Role}" }));
        var shown = result.Value is { } other ? Figures.InUnit(other, definition.Show.Percent) : null;
        return Compared(against, value, result with { Value = shown }, evaluation.Notes);
    }

    private FigureComparison Compared(Against against, FigureValue value, Result other, ImmutableArray<PublicText> notes) =>
        other.Value is { } held && other.Status != FigureStatus.Blocked
            ? new(against, other.Status, held, Shown.Plain(definition.Show, held), new(value.Low - held.High, value.High - held.Low), notes)
            : new(against, other.Status, null, null, null, notes);
}
