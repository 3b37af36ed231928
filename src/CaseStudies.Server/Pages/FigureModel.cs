using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>The derivation of one figure, entry by entry.</summary>
/// <param name="Guide">The guide pages on its formula, the outermost first.</param>
/// <param name="Notes">All notes; the card shows the first ones.</param>
/// <param name="Warnings">How many warnings are about entries that it counts, or about their sessions.</param>
public sealed record FigureModel(
    InitiativeHeader Face, Figure Figure, FigureCard Card, ImmutableArray<GuidePage> Guide, ImmutableArray<PublicText> Notes,
    ImmutableArray<PartSection> Sections, int Warnings)
{
    /// <param name="showsEntries">Otherwise an entry is shown by its kind alone, without its texts.</param>
    public static FigureModel FromFigure(InitiativeView view, Figure figure, bool showsEntries = true)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(figure);
        var text = new EntryText(view.Book);
        var sections = new PartSections(new(text, figure.Definition.Formula), Line);
        return new(InitiativeHeader.FromView(view), figure, FigureCard.FromFigure(figure, view.Book, text), GuideOf(figure.Definition.Formula),
            figure.Derivation.Notes,
            sections.Group(figure.Derivation.Parts),
            Domain.Entries.Warnings.In(view.Book) is { IsEmpty: false } warnings ? warnings.Count(new WarnedFigure(figure, view.Book).Counts) : 0);

        EntryLine Line(EntryId id, int revision, int knownFrom, LocalDate? on)
        {
            var line = EntryLine.FromEntry(view.Book.Revision(id, revision), id, revision, knownFrom, on, text);
            return showsEntries ? line : line with { Text = line.Kind };
        }
    }

    private static ImmutableArray<GuidePage> GuideOf(Formula formula) =>
        [.. formula.Nested().Select(f => f.Operation()).Distinct().Select(o => GuidePages.All.FirstOrDefault(p => p.Name == o)).OfType<GuidePage>()];
}

/// <summary>Parts of a derivation under one heading.</summary>
/// <param name="Folded">Whether each part opens separately: there are several, or none of them adds to the value.</param>
/// <param name="Empty">The names of the parts in which nothing was counted.</param>
public sealed record PartSection(LocalizedText Heading, ImmutableArray<PartView> Parts, bool Folded, ImmutableArray<LocalizedText> Empty);

/// <param name="Evidence">The part decides what is counted and adds nothing.</param>
/// <param name="Elsewhere">The number of entries outside the days of this part that are in another part of the series.</param>
/// <param name="Counted">The entries that were counted. Only the first of them become lines, as only these are shown.</param>
/// <param name="Lines">What is shown of them.</param>
public sealed record PartView(
    LocalizedText Name, bool Evidence, ImmutableArray<CountedEntry> Counted, ImmutableArray<CountedLine> Lines, ImmutableArray<LeftOutGroup> LeftOut,
    int Elsewhere = 0);

/// <param name="Key">The label of the key, where keys are counted.</param>
public sealed record CountedLine(EntryLine Entry, Quantity Contribution, LocalizedText? Key);

/// <param name="Number">Of the entries; only the first of them are lines.</param>
public sealed record LeftOutGroup(LocalizedText Why, int Number, ImmutableArray<EntryLine> Lines);
