using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>The target of a figure and whether it was met.</summary>
/// <param name="Compared">False where there is no value to compare with.</param>
/// <param name="Achieved">Null where part of a range meets the target and part does not, or where there is no value.</param>
public sealed record TargetLine(LocalizedText Aim, LocalDate SetOn, bool Compared, bool? Achieved)
{
    /// <summary>So that the result is not shown by colour alone.</summary>
    public string Symbol => Achieved switch { true => "✓", false => "✕", _ => "–" };

    public LocalizedText Verdict => (Compared, Achieved) switch
    {
        (_, true) => new("達成", "achieved"),
        (_, false) => new("未達成", "not achieved"),
        (true, _) => new("値に幅があり判定できません", "cannot be decided from a range"),
        _ => new("比べる値がありません", "no value to compare"),
    };

    public static TargetLine? FromFigure(Figure figure, EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(book);
        var unit = figure.Definition.Show.Unit;
        if (figure is { Target: { } t, Status: FigureStatus.Computed or FigureStatus.Contested })
            return new(Phrase(t.Comparison, t.Value, unit), t.SetOn, true, t.Achieved);
        if (figure.Definition.Target is not { } key)
            return null;
        // The computation compares a target only with a value. Without one, the reader still wants to know the target.
        return InitiativeHeader.Newest<TargetSet>(book, s => s.Target == key && s.On <= figure.Period.To) is { } set
            ? new(Phrase(set.Comparison, set.Value, unit), set.On, false, null)
            : null;
    }

    private static LocalizedText Phrase(Comparison comparison, Quantity value, PublicText unit)
    {
        var word = Names.Describe(comparison);
        return new($"{value}{unit.Ja}{word.Ja}", $"{word.En} {EnglishPlurals.Count(value.ToString(), unit.En)}");
    }
}
