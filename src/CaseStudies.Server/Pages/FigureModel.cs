using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>How one figure came about, entry by entry.</summary>
public sealed record FigureModel(InitiativeFace Face, Figure Figure, FigureCard Card, ImmutableArray<PartView> Parts)
{
    public static FigureModel Of(InitiativeView view, Figure figure)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(figure);
        var text = new EntryText(view.Book);
        var entries = view.Book.Entries.ToLookup(e => (e.Id, e.Revision));
        return new(InitiativeFace.Of(view), figure, FigureCard.Of(figure, view.Book), [.. figure.Derivation.Parts.Select(p => new PartView(
            PageNames.OfRole(p.Role),
            [.. p.Counted.Select(c => new CountedLine(Line(c.Entry, c.Revision, c.KnownFrom, c.On), c.Contribution, c.Key))],
            [.. p.LeftOut.GroupBy(l => (l.Rule, l.Dimension)).Select(g => new LeftOutGroup(
                Why(g.Key.Rule, g.Key.Dimension), [.. g.Select(l => Line(l.Entry, l.Revision, l.KnownFrom, l.On))]))]))]);

        EntryLine Line(EntryId id, int revision, int knownFrom, LocalDate? on) =>
            EntryLine.Of(entries[(id, revision)].FirstOrDefault(), id, revision, knownFrom, on, text);
    }

    private static Words Why(LeftOutRule rule, string? dimension)
    {
        var reason = Names.Of(rule);
        if (dimension is null)
            return reason;
        var name = Names.OfDimension(dimension);
        return new($"{reason.Ja}({name.Ja})", $"{reason.En} ({name.En})");
    }
}

public sealed record PartView(Words Role, ImmutableArray<CountedLine> Counted, ImmutableArray<LeftOutGroup> LeftOut);

public sealed record CountedLine(EntryLine Entry, Quantity Contribution, string? Key);

public sealed record LeftOutGroup(Words Why, ImmutableArray<EntryLine> Entries);
