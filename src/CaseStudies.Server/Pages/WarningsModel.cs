using System.Collections.Immutable;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The entries of one initiative that look like a slip, and the figures that count them.</summary>
public sealed record WarningsModel(InitiativeHeader Face, ImmutableArray<EntryGroup> Groups)
{
    public static WarningsModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. GetWarnings.WithFigures(view).Select(w => new EntryGroup(
            FactNames.Describe(w.Warning.Slip), w.Warning.On, [.. w.Figures.Select(f => new FigureName(f.Indicator, f.Definition.Label))],
            [.. w.Warning.Entries.Select(e => EntryLine.FromEntry(e, text))], [], WarningText.Describe(w.Warning), w.Warning.Slip))]);
    }
}
