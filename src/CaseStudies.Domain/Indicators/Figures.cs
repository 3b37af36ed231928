using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>Computes figures. The server, reports and the offline verifier call the same function.</summary>
public static class Figures
{
    /// <summary>The definitions that govern a period, in the order of adoption. Those of indicators that were retired before it are left out.</summary>
    public static IEnumerable<AdoptedIndicator> Adopted(EntryBook book, Period period) =>
        DefinitionHistory.FromBook(book).Where(h => h.AppliesTo(period)).Select(h => h.Governing(period));

    /// <summary>A definition in words.</summary>
    public static PublicText Sentence(Indicator definition, Terms terms) => Sentences.Define(definition, terms);

    /// <summary>Computes the exact value of an indicator for a period, with its derivation.</summary>
    /// <param name="indicator">Any version of the definition. Where other versions govern days of the period, the figure tells their values too.</param>
    /// <param name="book">Entries as known at a frontier. A book with problems gives a blocked figure, never a smaller one.</param>
    public static Figure Compute(AdoptedIndicator indicator, EntryBook book, Period period)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(book);
        var figure = ComputeAlone(indicator, book, period);
        if (DefinitionHistory.Find(book, indicator.Key) is not { } history)
            return figure;
        ImmutableArray<FigureByVersion> others =
        [
            .. history.Within(period).Where(v => v.Version != indicator.Version)
                .Select(v => FigureByVersion.FromFigure(ComputeAlone(v, book, period), history.From(v.Version))),
        ];
        var about = Sentences.AboutVersions(history, figure, others);
        return figure with { OtherVersions = others, Derivation = figure.Derivation with { Notes = [.. about, .. figure.Derivation.Notes] } };
    }

    private static Figure ComputeAlone(AdoptedIndicator indicator, EntryBook book, Period period)
    {
        var definition = indicator.Definition;
        var terms = new Terms(book);
        var sentence = Sentences.Define(definition, terms);
        if (book.Problems.Length > 0)
            return Without(FigureStatus.Blocked, [], [.. book.Problems.Select(Sentences.CannotBeRead)]);
        // It was adopted under an older version of the rules.
        if (IndicatorRules.CheckUnits(definition.Show, definition.Formula) is { } refusal)
            return Without(FigureStatus.Blocked, [], [Sentences.DefinitionRefused(refusal)]);

        var evaluation = new Evaluation(book);
        if (DaysOf(definition.When, period, evaluation) is not { } days)
            return Without(evaluation.MixesForms ? evaluation.Block(Sentences.MixedForms()).Status : FigureStatus.NoData, evaluation.Parts, evaluation.Notes);
        if (days.From > days.To)
            return Without(FigureStatus.NoData, evaluation.Parts, [.. evaluation.Notes, Sentences.DaysOutsidePeriod(days.From!.Value)]);
        var last = definition.Formula.LastDay(days.To);
        if (last is not null && book.AsOf < days.From)
            return Without(FigureStatus.NoData, evaluation.Parts, [.. evaluation.Notes, Sentences.NotYet(days.From!.Value)]);
        var result = evaluation.EvaluateWhole(definition.Formula, days);
        var countedTwice = evaluation.NoteLikelyDuplicates(definition.Formula);
        if (definition.Formula.ReadsPeople())
            evaluation.AddMerged();
        if (result.Value is null || result.Status == FigureStatus.Blocked)
            return Without(result.Status, evaluation.Parts, evaluation.Notes);

        var value = InUnit(result.Value, definition.Show.Percent);
        var comparisons = new Comparisons(book, definition, days, evaluation.Forms);
        var held = comparisons.Compare(value);
        var shown = Shown.Text(definition.Show, value, result.Arithmetic!, terms);
        if (shown is null || (definition.Show.Approximately?.Word == Approximator.KakoSaita && !Comparisons.IsRecord(value, held)))
        {
            evaluation.Note(Sentences.WordNotEntailed(definition.Show.Approximately!.Word, definition.Show.Unit));
            return Without(FigureStatus.Blocked, evaluation.Parts, evaluation.Notes);
        }

        var target = Targets.Compare(definition, value, book, period, out var aboutTarget);
        return new(indicator.Key, indicator.Version, definition, period, book.Frontier, result.Status, value, shown, target, held,
            new(sentence, Sentences.Arithmetic(definition.Show, value, result.Arithmetic!, terms), [.. evaluation.Parts, .. comparisons.Parts],
                [.. evaluation.Notes, .. aboutTarget]),
            book.AsOf <= last ? book.AsOf : null) { CountedTwice = countedTwice };

        Figure Without(FigureStatus status, ImmutableArray<DerivationPart> parts, ImmutableArray<PublicText> notes) =>
            new(indicator.Key, indicator.Version, definition, period, book.Frontier, status, null, null, null, [], new(sentence, null, parts, notes));
    }

    internal static FigureValue InUnit(FigureValue value, bool percent) => percent ? new(value.Low * 100, value.High * 100) : value;

    /// <summary>The days counted; null where a window has no starting entry.</summary>
    private static Days? DaysOf(When? when, Period period, Evaluation evaluation) =>
        when is { Since: { } since, ForDays: { } days } ? evaluation.Window(since, days) : Days.Resolve(when, period);
}

/// <summary>A definition with its key and version.</summary>
public sealed record AdoptedIndicator(Slug Key, int Version, Indicator Definition);
