using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Read;

/// <summary>What a figure is compared with, and the difference.</summary>
/// <param name="With">A baseline, the year before or another strand.</param>
/// <param name="Value">Null where there is none; the status says why.</param>
/// <param name="Difference">With its sign; the difference of percentages is in percentage points.</param>
public sealed record ComparisonLine(
    LocalizedText With, LocalizedText? Source, FigureStatus Status, LocalizedText? Value, LocalizedText? Difference, ImmutableArray<PublicText> Notes)
{
    public static ImmutableArray<ComparisonLine> FromFigure(Figure figure, EntryBook book, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(text);
        return [.. figure.Comparisons.Select(c => new ComparisonLine(
            WithOf(c.Against, figure, text), SourceOf(c, book), c.Status, c.Shown is { } shown ? (LocalizedText)shown : null,
            c.Difference is { } difference ? Told(difference, figure.Definition.Show) : null, c.Notes))];
    }

    private static LocalizedText WithOf(Against against, Figure figure, EntryText text) => against switch
    {
        { What: AgainstWhat.Baseline, Key: { } key } => Called("比較値", "Baseline", text.Term("baseline", key)),
        { What: AgainstWhat.Strand, Key: { } key } => Called("活動", "Strand", text.Term("strand", key)),
        _ when figure.SoFar is not null => new("前年の同じ日まで", "Previous year, up to the same day"),
        _ => new("前年の同じ期間", "Same period, previous year"),
    };

    private static LocalizedText Called(string ja, string en, PublicText name) => new($"{ja}「{name.Ja}」", $"{en} \"{name.En}\"");

    /// <summary>The source of a baseline: its value comes from outside, so it is shown who states it.</summary>
    private static LocalizedText? SourceOf(FigureComparison comparison, EntryBook book) =>
        comparison is { Against: { What: AgainstWhat.Baseline, Key: { } key }, Value: { } value }
        && InitiativeHeader.Newest<BaselineRecorded>(book, b => b.Baseline == key && b.Value == value.Low) is { } recorded
            ? (LocalizedText)recorded.Source
            : null;

    private static LocalizedText Told(FigureValue difference, Show show)
    {
        LocalizedText unit = show.Percent ? new("ポイント", "percentage points") : show.Unit;
        var (low, high) = (Signed(difference.Low, show.Decimals), Signed(difference.High, show.Decimals));
        return difference.IsPoint
            ? new($"{low}{unit.Ja}", EnglishPlurals.Count(low, unit.En))
            : new($"{low}〜{high}{unit.Ja}", EnglishPlurals.Count($"{low} to {high}", unit.En));
    }

    private static string Signed(Quantity quantity, int decimals) =>
        quantity > 0 ? $"+{quantity.ToText(decimals)}" : quantity < 0 ? $"−{quantity.Abs().ToText(decimals)}" : "±0";
}
