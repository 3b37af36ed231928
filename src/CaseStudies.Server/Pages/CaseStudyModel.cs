using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The content of the case-study page. Voices and photos are private and not part of it.</summary>
public sealed record CaseStudyModel(
    InitiativeHeader Face, ImmutableSortedDictionary<NarrativeSection, PublicText> Narratives, ImmutableArray<FigureCard> Headline,
    ImmutableArray<FigureGroup> Others, ImmutableArray<OutcomeGroup> Outcomes, ImmutableArray<ChangeLine> Changes, ImmutableArray<StrandLine> Strands,
    ImmutableArray<PartnerLine> Partners, ImmutableArray<ContactLine> Contacts)
{
    public static CaseStudyModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (book, period, text) = (view.Book, view.Period, new EntryText(view.Book));
        return new(
            InitiativeHeader.FromView(view), NarrativesOf(view),
            [.. view.Figures.Where(f => f.Definition.Headline).Select(f => FigureCard.FromFigure(f, book, text))],
            FigureGroup.FromFigures(view.Figures.Where(f => !f.Definition.Headline), book, text), OutcomeGroup.FromBook(book, period, text),
            ChangeLine.FromBook(book, period, text), StrandLine.FromBook(book, period), PartnerLine.FromBook(book, period, text),
            ContactLine.FromBook(book, period, text));
    }

    public PublicText? Narrative(NarrativeSection section) => Narratives.GetValueOrDefault(section);

    /// <summary>Whether narratives were written about other periods only.</summary>
    public bool HasNarrativesElsewhere => Narratives.IsEmpty && Face.View.Book.InForce<NarrativeWritten>().Any();

    private static ImmutableSortedDictionary<NarrativeSection, PublicText> NarrativesOf(InitiativeView view) =>
        Enum.GetValues<NarrativeSection>()
            .Select(section => (Section: section, InitiativeHeader.Newest<NarrativeWritten>(
                view.Book, n => n.Section == section && n.About(view.OrganisationDetails.Calendar) == view.Period)?.Text))
            .Where(n => n.Text is not null)
            .ToImmutableSortedDictionary(n => n.Section, n => n.Text!);
}
