using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One figure as a page or a file shows it.</summary>
/// <param name="Number">The value without its unit; null where no value may be shown.</param>
/// <param name="Unit">The unit after the number, printed smaller; empty where the unit is inside the phrase.</param>
/// <param name="Phrase">The number is a phrase or a list of names, too long to be printed large.</param>
/// <param name="SoFar">That the days are not over, and up to which one the number counts; null where they are over.</param>
/// <param name="Versions">That the definition changed within the period; null where one version governs all of it.</param>
/// <param name="UnderReview">That it counts likely duplicates; null where it counts none.</param>
/// <param name="Days">The period of the figure, where it is not the reporting period.</param>
/// <param name="Reasons">Why the value is missing, a range, or incomplete.</param>
public sealed record FigureCard(
    Slug Key, LocalizedText Label, LocalizedText Counts, FigureStatus Status, LocalizedText? Number, LocalizedText Unit, bool Phrase,
    LocalizedText? SoFar, LocalizedText? Versions, LocalizedText? UnderReview, LocalizedText? Days, TargetLine? Target, ImmutableArray<ComparisonLine> Against,
    ImmutableArray<PublicText> Reasons, PublicText? Note)
{
    private const int LongestNumber = 14;

    /// <summary>The value with its unit; null where no value may be shown.</summary>
    public LocalizedText? Value => Number is { } number ? new(number.Ja + Unit.Ja, number.En + BeforeUnit + Unit.En) : null;

    /// <summary>What stands between an English number and its unit.</summary>
    public string BeforeUnit => Unit.En is "" or "%" ? "" : " ";

    public static FigureCard FromFigure(Figure figure, EntryBook book, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var (definition, unit) = (figure.Definition, figure.Definition.Show.Unit);
        var (ja, jaUnit) = Split(figure.Shown?.Ja, unit.Ja);
        var (en, enUnit) = Split(figure.Shown?.En, EnglishPlurals.Unit("1", unit.En));
        if (enUnit.Length == 0)
            (en, enUnit) = Split(figure.Shown?.En, EnglishPlurals.Unit("2", unit.En));
        // A blocked figure shows no value, even if it has one.
        var served = figure.Shown is not null && figure.Status is FigureStatus.Computed or FigureStatus.Contested;
        return new(
            figure.Indicator, definition.Label, Names.Describe(definition.Show.Counts), figure.Status,
            served ? new(ja, en) : null, new(jaUnit, enUnit), ja.Length > LongestNumber || en.Length > LongestNumber * 2,
            SoFarOf(figure), VersionsOf(figure), ReviewOf(figure), DaysOf(figure), TargetLine.FromFigure(figure, book, text),
            ComparisonLine.FromFigure(figure, book, text), figure.Derivation.Notes, definition.Note);
    }

    private static (string Number, string Unit) Split(string? shown, string unit) =>
        shown is null ? ("", "")
        : shown.EndsWith(unit, StringComparison.Ordinal) && shown.Length > unit.Length ? (shown[..^unit.Length].TrimEnd(), unit)
        : (shown, "");

    private static LocalizedText? SoFarOf(Figure figure) => figure.SoFar is { } day
        ? new($"途中({DateFormat.Day(day, Language.Ja)}まで)", $"so far, up to {DateFormat.Day(day, Language.En)}")
        : null;

    private static LocalizedText? VersionsOf(Figure figure) => figure.OtherVersions.IsEmpty
        ? null
        : new($"期間の途中で定義が変更({figure.OtherVersions.Length + 1}つの版)", $"spans {figure.OtherVersions.Length + 1} versions of the definition");

    private static LocalizedText? ReviewOf(Figure figure) => figure.UnderReview is > 0 and var sets
        ? new($"確認待ち(二重の記録かもしれないもの{sets}組)", $"under review ({EnglishPlurals.Count(sets, "likely duplicates")})")
        : null;

    private static LocalizedText? DaysOf(Figure figure) => figure.Definition.When switch
    {
        { Since: not null, ForDays: { } days } => Window(figure, days),
        { Month: { } month } => Both(l => DateFormat.Month(month, l)),
        { From: { } from, To: { } to } => Both(l => DateFormat.Span(from, to, l)),
        { From: { } from } => new($"{DateFormat.Day(from, Language.Ja)}から", $"from {DateFormat.Day(from, Language.En)}"),
        { To: { } to } => new($"{DateFormat.Day(to, Language.Ja)}までの累計", $"up to {DateFormat.Day(to, Language.En)} (cumulative)"),
        _ => null,
    };

    /// <summary>The dates of the window, where an entry has started it.</summary>
    private static LocalizedText Window(Figure figure, int days) =>
        figure.Derivation.Parts.FirstOrDefault(p => p.Role == "since")?.Counted is [{ On: { } first }, ..]
            ? Both(l => DateFormat.Span(first, first.PlusDays(days - 1), l))
            : new($"始まりから{days}日間", $"{EnglishPlurals.Count(days, "days")} from the start");

    private static LocalizedText Both(Func<Language, string> text) => new(text(Language.Ja), text(Language.En));
}
