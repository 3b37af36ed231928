using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>The entries of one initiative that contradict each other, and the figures that wait for a decision.</summary>
public sealed record ConflictsModel(InitiativeHeader Face, ImmutableArray<ConflictGroup> Conflicts)
{
    public static ConflictsModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. Domain.Entries.Conflicts.In(view.Book).Select(c => new ConflictGroup(
            Names.OfKind(c.Kind), c.On, [.. GetConflicts.Waiting(c, view.Figures).Select(f => new WaitingFigure(f.Indicator, f.Definition.Label))],
            [.. c.Entries.Select(e => EntryLine.FromEntry(e, text))]))]);
    }
}

/// <param name="Entries">Each contradicts the others.</param>
public sealed record ConflictGroup(LocalizedText Kind, LocalDate On, ImmutableArray<WaitingFigure> Figures, ImmutableArray<EntryLine> Entries);

/// <summary>A figure that cannot be told exactly before the conflict is settled.</summary>
public sealed record WaitingFigure(Slug Key, LocalizedText Label);
