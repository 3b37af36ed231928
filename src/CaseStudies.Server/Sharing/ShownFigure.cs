using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Sharing;

/// <summary>A figure as a link shows it: without the entries behind it.</summary>
public sealed record ShownFigure(InitiativeHeader Face, Figure Figure, FigureCard Card)
{
    internal static ShownFigure FromFigure(InitiativeView view, Figure figure) =>
        new(InitiativeHeader.FromView(view), figure, FigureCard.FromFigure(figure, view.Book, new EntryText(view.Book)));
}
