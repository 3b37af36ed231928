using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>The entries of one initiative that contradict each other, and the figures that wait for a decision.</summary>
public sealed record ConflictsModel(InitiativeHeader Face, ImmutableArray<EntryGroup> Groups)
{
    public static ConflictsModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. Domain.Entries.Conflicts.In(view.Book).Select(c => new EntryGroup(
            Names.OfKind(c.Kind), c.On, [.. GetConflicts.Waiting(c, view.Figures).Select(f => new FigureName(f.Indicator, f.Definition.Label))],
            [.. c.Entries.Select(e => EntryLine.FromEntry(e, text))]))]);
    }
}

/// <summary>Entries about which a person has to decide.</summary>
/// <param name="What">What they are, or in what they are alike.</param>
/// <param name="Figures">The figures that wait for the decision.</param>
public sealed record EntryGroup(LocalizedText What, LocalDate On, ImmutableArray<FigureName> Figures, ImmutableArray<EntryLine> Entries);

public sealed record FigureName(Slug Key, LocalizedText Label);
