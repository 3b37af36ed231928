using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>The target of a figure and whether it was met.</summary>
/// <param name="Achieved">Null where the verdict says why it is open.</param>
public sealed record TargetLine(LocalizedText Aim, LocalDate SetOn, bool? Achieved, LocalizedText Verdict)
{
    /// <summary>So that the result is not shown by colour alone.</summary>
    public string Symbol => Achieved switch { true => "✓", false => "✕", _ => "–" };

    public static TargetLine? FromFigure(Figure figure, EntryBook book, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(text);
        var unit = figure.Definition.Show.Unit;
        if (figure is { Target: { } t, Status: FigureStatus.Computed or FigureStatus.Contested })
            return new(Phrase(t.Comparison, t.Value, unit), t.SetOn, t.Achieved, t.Achieved switch
            {
                true => new("達成", "achieved"),
                false when figure.SoFar is not null => new("まだ届いていません", "not reached yet"),
                false => new("未達成", "not achieved"),
                _ when t.IsPending => new("期間が終わってから判定します", "judged after the end of the period"),
                _ => new("値に幅があり判定できません", "cannot be decided from a range"),
            });
        if (figure.Definition.Target is not { } key)
            return null;
        // The computation compares a target only with a value in its unit. The reader still wants to know the target.
        return InitiativeHeader.Newest<TargetSet>(book, s => s.Target == key && s.On <= figure.Period.To) is { } set
            ? new(Phrase(set.Comparison, set.Value, set.Unit is { } own ? text.Term("unit", own) : unit), set.On, null,
                figure.Value is null ? new("比べる値がありません", "no value to compare") : new("単位が違うため比べません", "in another unit, so not compared"))
            : null;
    }

    private static LocalizedText Phrase(Comparison comparison, Quantity value, PublicText unit)
    {
        var word = Names.Describe(comparison);
        return new($"{value}{unit.Ja}{word.Ja}", $"{word.En} {EnglishPlurals.Count(value.ToString(), unit.En)}");
    }
}
