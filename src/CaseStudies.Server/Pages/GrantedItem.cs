using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>One initiative of a funder's portfolio.</summary>
/// <param name="Until">When the grant ends; null: until it is revoked.</param>
/// <param name="Headline">Its headline figures.</param>
public sealed record GrantedItem(InitiativeHeader Face, GrantLevel Level, Instant? Until, ImmutableArray<FigureCard> Headline)
{
    internal static GrantedItem FromView(GrantedInitiative granted, InitiativeView view)
    {
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), granted.Level, granted.Until,
            [.. view.Figures.Where(f => f.Definition.Headline).Select(f => FigureCard.FromFigure(f, view.Book, text))]);
    }
}
