using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Recording;

/// <summary>A definition tried on the recorded entries. Nothing is recorded.</summary>
/// <param name="Before">By the definition that it would replace; null where there is none.</param>
public sealed record TriedFigure(FigureModel Now, FigureModel? Before)
{
    /// <summary>The key of a figure that is not recorded. It is that of no other, so that no other definition is told beside it.</summary>
    private static readonly Slug s_tried = new("tried");

    /// <summary>How many different entries are counted, without those that only decide what is.</summary>
    public int Entries => Now.Sections.SelectMany(s => s.Parts).Where(p => !p.Evidence).SelectMany(p => p.Counted).Select(c => c.Entry).Distinct().Count();

    internal static TriedFigure Of(InitiativeView view, string period, Indicator definition, Indicator? before)
    {
        var over = view.Shown.Others.Select(o => new Period(o.From, o.To)).FirstOrDefault(p => Text(p) == period) ?? view.Period;
        var shown = view with { Shown = view.Shown with { Period = over } };
        return new(Model(definition), before is null ? null : Model(before));

        FigureModel Model(Indicator tried) => FigureModel.FromFigure(shown, Figures.Compute(new(Free(view), 1, tried), view.Book, over));
    }

    /// <summary>A period as a value of a list.</summary>
    internal static string Text(Period period) => $"{Wording.DateFormat.Iso(period.From)}/{Wording.DateFormat.Iso(period.To)}";

    private static Slug Free(InitiativeView view) => FactForm.Free(s_tried, [.. DefinitionHistory.FromBook(view.Book).Select(h => h.Key)]);
}
