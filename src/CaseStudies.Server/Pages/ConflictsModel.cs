using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The entries of one initiative that contradict each other, and the figures that wait for a decision.</summary>
public sealed record ConflictsModel(InitiativeHeader Face, ImmutableArray<EntryGroup> Groups)
{
    public static ConflictsModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. Domain.Entries.Conflicts.In(view.Book).Select((c, index) => new EntryGroup(
            Names.OfKind(c.Kind), c.On, [.. GetConflicts.Waiting(c, view.Figures).Select(f => new FigureName(f.Indicator, f.Definition.Label))],
            [.. c.Entries.Select(e => EntryLine.FromEntry(e, text))],
            SettlementLine.FromWays(GetConflicts.WaysToSettle(c, view, index), c.Entries, text)))]);
    }
}
