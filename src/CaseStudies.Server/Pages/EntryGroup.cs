using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>Entries about which a person has to decide.</summary>
/// <param name="What">What they are, or in what they are alike.</param>
/// <param name="Figures">The figures that wait for the decision.</param>
/// <param name="Ways">The ways to decide; none where they were not tried.</param>
/// <param name="Text">More of what they are, as a sentence; null where the heading says it all.</param>
/// <param name="Slip">The slip that they look like; null where they are no likely slip.</param>
public sealed record EntryGroup(
    LocalizedText What, LocalDate On, ImmutableArray<FigureName> Figures, ImmutableArray<EntryLine> Entries, ImmutableArray<SettlementLine> Ways,
    LocalizedText? Text = null, Slip? Slip = null);

public sealed record FigureName(Slug Key, LocalizedText Label);

/// <summary>One way to decide, and what it would do to the figures.</summary>
/// <param name="Withdraw">The entries to withdraw, each in the version that was looked at; none where all of them stay.</param>
public sealed record SettlementLine(LocalizedText What, ImmutableArray<ChangedFigure> Figures, ImmutableArray<(EntryId Entry, int Version)> Withdraw)
{
    internal static ImmutableArray<SettlementLine> FromWays(ImmutableArray<Settlement> ways, ImmutableArray<Entry> entries, EntryText text) =>
        [.. ways.Select(w => new SettlementLine(Describe(w, entries, text), [.. w.Figures.Select(ChangedFigure.FromChange)],
            [.. entries.Where(e => w.Withdraw.Contains(e.Id)).Select(e => (e.Id, e.Version))]))];

    private static LocalizedText Describe(Settlement way, ImmutableArray<Entry> entries, EntryText text)
    {
        if (way.Withdraw.IsEmpty)
            return new("どれも別々の出来事として残す", "Keep all of them: each is a happening of its own");
        if (entries.Where(e => !way.Withdraw.Contains(e.Id)).ToList() is [var kept])
        {
            var one = Named(kept, text);
            return new($"{one.Ja}を残し、ほかを取り消す", $"Keep {one.En} and withdraw the rest");
        }

        var withdrawn = entries.Where(e => way.Withdraw.Contains(e.Id)).Select(e => Named(e, text)).ToList();
        return new($"{string.Join("、", withdrawn.Select(t => t.Ja))}を取り消す", $"Withdraw {string.Join(", ", withdrawn.Select(t => t.En))}");
    }

    /// <summary>Duplicates read alike, but no two entries have the same version.</summary>
    private static LocalizedText Named(Entry entry, EntryText text)
    {
        var said = text.Describe(entry.Fact);
        return new($"第{entry.Version}版({said.Ja})", $"version {entry.Version} ({said.En})");
    }
}
