using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>One page of an initiative's entries, the newest first.</summary>
/// <param name="Kind">The kind asked for; null for all or an unknown one.</param>
/// <param name="Page">From 1; a number beyond the last page gives the last page.</param>
public sealed record EntriesModel(
    InitiativeHeader Face, ImmutableArray<KindCount> Kinds, string? Kind, int Page, int Pages, int Total, ImmutableArray<EntryLine> Entries)
{
    public const int PageSize = 100;

    public static EntriesModel FromView(InitiativeView view, string? kind, int page)
    {
        ArgumentNullException.ThrowIfNull(view);
        var asked = kind is not null && InitiativeEventCatalogue.Facts.ContainsKey(kind) ? kind : null;
        ImmutableArray<KindCount> kinds = [.. view.Book.Kinds.Append(asked).OfType<string>().Distinct().Order(StringComparer.Ordinal)
            .Select(k => new KindCount(k, Names.OfKind(k), view.Book.Listed(k).Count))];
        var all = view.Book.Listed(asked);
        var pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        var current = Math.Clamp(page, 1, pages);
        var (newest, text) = (all.Count - 1 - ((current - 1) * PageSize), new EntryText(view.Book));
        return new(InitiativeHeader.FromView(view), kinds, asked, current, pages, all.Count,
            [.. Enumerable.Range(0, Math.Min(PageSize, newest + 1)).Select(i => EntryLine.FromEntry(all[newest - i], text))]);
    }
}

public sealed record KindCount(string Kind, LocalizedText Name, int Entries);
