using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The entries of one initiative that may record one happening twice, and the figures that count them.</summary>
public sealed record LikelyDuplicatesModel(InitiativeHeader Face, ImmutableArray<EntryGroup> Groups)
{
    public static LikelyDuplicatesModel FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. LikelyDuplicates.In(view.Book).Select((d, index) => new EntryGroup(
            FactNames.Describe(d.Likeness), d.On,
            [.. GetLikelyDuplicates.Counting(d, view).Select(f => new FigureName(f.Indicator, f.Definition.Label))],
            [.. d.Entries.Select(e => EntryLine.FromEntry(e, text))],
            SettlementLine.FromWays(GetLikelyDuplicates.WaysToSettle(d, view, index), d.Entries, text)))]);
    }
}
