using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Guide;

/// <summary>What a page says of a figure. What it does not name must not be there; only the entries left out and the warnings may go untold.</summary>
/// <param name="Asked">The day on which the question is asked; none: after everything.</param>
/// <param name="After">The entry after whose recording the question is asked; none: after everything.</param>
/// <param name="LeftOut">Rule (with its dimension behind a colon) → the entries that it left out, over all parts.</param>
internal sealed record ExpectedFigure(
    Period Period, FigureStatus Status, PublicText? Shown = null, PublicText? Arithmetic = null, LocalDate? Asked = null, string? After = null,
    ImmutableSortedDictionary<string, ImmutableArray<string>>? LeftOut = null, ImmutableArray<PublicText>? Notes = null,
    ExpectedTarget? Target = null, ImmutableArray<ExpectedComparison>? Comparisons = null, LocalDate? SoFar = null,
    ImmutableArray<ExpectedWarning>? Warnings = null)
{
    private static readonly JsonSerializerOptions s_readable = new(DomainJson.Options) { WriteIndented = true };

    public static ExpectedFigure Read(string json) => JsonSerializer.Deserialize<ExpectedFigure>(json, DomainJson.Options)!;

    /// <summary>The figure in the words of the page; the question is the page's own.</summary>
    /// <param name="label">What the page calls an entry.</param>
    public ExpectedFigure With(Figure figure, ImmutableArray<Warning> warnings, Func<EntryId, string> label) => this with
    {
        Status = figure.Status,
        Shown = figure.Shown,
        Arithmetic = figure.Derivation.Arithmetic,
        LeftOut = LeftOut is null ? null : figure.Derivation.Parts.SelectMany(p => p.LeftOut)
            .GroupBy(l => JsonNamingPolicy.KebabCaseLower.ConvertName(l.Rule.ToString()) + (l.Dimension is { } d ? ":" + d : ""))
            .ToImmutableSortedDictionary(g => g.Key, g => g.Select(l => label(l.Entry)).Distinct().ToImmutableArray(), StringComparer.Ordinal),
        Notes = figure.Derivation.Notes.IsEmpty ? null : figure.Derivation.Notes,
        Target = figure.Target is { } t ? new(t.Comparison, t.Value, t.Achieved) : null,
        Comparisons = figure.Comparisons.IsEmpty ? null : [.. figure.Comparisons.Select(ExpectedComparison.Of)],
        SoFar = figure.SoFar,
        Warnings = Warnings is null ? null : [.. warnings.Select(w => new ExpectedWarning(w.Slip, [.. w.Entries.Select(e => label(e.Id))]))],
    };

    public override string ToString() => JsonSerializer.Serialize(
        this with { LeftOut = LeftOut?.WithComparers(StringComparer.Ordinal) }, s_readable);
}

internal sealed record ExpectedWarning(Slip Slip, ImmutableArray<string> Entries);

internal sealed record ExpectedTarget(Domain.Initiatives.Comparison Comparison, Quantity Value, bool? Achieved);

/// <param name="Difference">A number, or two bounds.</param>
internal sealed record ExpectedComparison(FigureStatus Status, PublicText? Shown, string? Difference, ImmutableArray<PublicText>? Notes = null)
{
    public static ExpectedComparison Of(FigureComparison comparison) => new(
        comparison.Status, comparison.Shown,
        comparison.Difference is not { } d ? null : d.IsPoint ? $"{d.Low}" : $"{d.Low}–{d.High}",
        comparison.Notes.IsEmpty ? null : comparison.Notes);
}
