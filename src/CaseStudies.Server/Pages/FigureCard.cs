using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>One figure as a page shows it.</summary>
/// <param name="Number">The value up to its unit; null where none is served.</param>
/// <param name="Unit">The rest of the value, printed smaller; empty where the unit stands inside the phrase.</param>
/// <param name="Days">The days that count, where they are not those of the report.</param>
/// <param name="Reasons">Why the value is missing, a range, or incomplete.</param>
public sealed record FigureCard(
    Slug Key, Words Label, Words Counts, FigureStatus Status, Words? Number, Words Unit, Words? Days, TargetLine? Target,
    ImmutableArray<PublicText> Reasons, PublicText? Note)
{
    public static FigureCard Of(Figure figure, EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var (definition, unit) = (figure.Definition, figure.Definition.Show.Unit);
        var (ja, jaUnit) = Split(figure.Shown?.Ja, unit.Ja);
        var (en, enUnit) = Split(figure.Shown?.En, unit.En);
        // A blocked figure serves no value, whatever it carries.
        var served = figure.Shown is not null && figure.Status is FigureStatus.Computed or FigureStatus.Contested;
        return new(
            figure.Indicator, definition.Label, Names.Of(definition.Show.Counts), figure.Status,
            served ? new(ja, en) : null, new(jaUnit, enUnit), DaysOf(definition.When), TargetLine.Of(figure, book), figure.Derivation.Notes, definition.Note);
    }

    private static (string Number, string Unit) Split(string? shown, string unit) =>
        shown is null ? ("", "")
        : shown.EndsWith(unit, StringComparison.Ordinal) && shown.Length > unit.Length ? (shown[..^unit.Length].TrimEnd(), unit)
        : (shown, "");

    internal static Words? DaysOf(When? when) => when switch
    {
        { Month: { } month } => Both(l => PageDates.Month(month, l)),
        { From: { } from, To: { } to } => Both(l => PageDates.Span(from, to, l)),
        { From: { } from } => new($"{PageDates.Day(from, Language.Ja)}から", $"from {PageDates.Day(from, Language.En)}"),
        { To: { } to } => new($"{PageDates.Day(to, Language.Ja)}までの累計", $"cumulative to {PageDates.Day(to, Language.En)}"),
        _ => null,
    };

    private static Words Both(Func<Language, string> text) => new(text(Language.Ja), text(Language.En));
}

/// <summary>The target of a figure and whether it was met.</summary>
/// <param name="Compared">False where there is no value to compare with.</param>
/// <param name="Achieved">Null where part of a range meets it and part does not, or nothing was compared.</param>
public sealed record TargetLine(Words Aim, LocalDate SetOn, bool Compared, bool? Achieved)
{
    /// <summary>Never by colour alone.</summary>
    public string Symbol => Achieved switch { true => "✓", false => "✕", _ => "–" };

    public Words Verdict => (Compared, Achieved) switch
    {
        (_, true) => new("達成", "achieved"),
        (_, false) => new("未達成", "not achieved"),
        (true, _) => new("値に幅があり判定できません", "cannot be told from a range"),
        _ => new("比べる値がありません", "no value to compare"),
    };

    public static TargetLine? Of(Figure figure, EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(book);
        var unit = figure.Definition.Show.Unit;
        if (figure is { Target: { } t, Status: FigureStatus.Computed or FigureStatus.Contested })
            return new(Phrase(t.Comparison, t.Value, unit), t.SetOn, true, t.Achieved);
        if (figure.Definition.Target is not { } key)
            return null;
        // The computation compares a target only with a value; without one a reader still wants to know what was aimed at.
        return InitiativeFace.Newest<TargetSet>(book, s => s.Target == key && s.On <= figure.Period.To) is { } set
            ? new(Phrase(set.Comparison, set.Value, unit), set.On, false, null)
            : null;
    }

    private static Words Phrase(Comparison comparison, Quantity value, PublicText unit)
    {
        var word = Names.Of(comparison);
        return new($"{value}{unit.Ja}{word.Ja}", unit.En == "%" ? $"{word.En} {value}%" : $"{word.En} {value} {unit.En}");
    }
}
