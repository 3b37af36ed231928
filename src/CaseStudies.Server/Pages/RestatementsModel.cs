using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>Every closing of every period of one initiative, the newest first, with what was changed since.</summary>
public sealed record RestatementsModel(InitiativeHeader Face, ImmutableArray<ClosingGroup> Closings)
{
    /// <summary>The most changes shown for a closing; the file of changes has all of them.</summary>
    private const int MostChanges = 200;

    public static RestatementsModel FromView(InitiativeView view, ImmutableArray<Restatements> closings)
    {
        ArgumentNullException.ThrowIfNull(view);
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), [.. closings.OrderByDescending(c => c.Closing.Version).Select(c => new ClosingGroup(
            c.Closing, c.Count(ListedAs.Restatement), c.Count(ListedAs.Revision),
            [.. c.Changes.Take(MostChanges).Select(l => RestatementLine.FromChange(l, text))], [.. c.Figures.Select(ChangedFigure.FromChange)]))]);
    }
}

/// <param name="Restatements">How many changes came while the period was closed.</param>
/// <param name="Revisions">How many came while it was reopened.</param>
/// <param name="Changes">The first of them.</param>
public sealed record ClosingGroup(
    Closing Closing, int Restatements, int Revisions, ImmutableArray<RestatementLine> Changes, ImmutableArray<ChangedFigure> Figures)
{
    /// <summary>How many changes are not shown.</summary>
    public int Hidden => Restatements + Revisions - Changes.Length;
}

/// <summary>One change in words, without the private note on its reason.</summary>
/// <param name="From">Null where there was nothing before.</param>
/// <param name="To">Null where there is nothing afterwards.</param>
public sealed record RestatementLine(
    Instant RecordedAt, string By, string Source, ListedAs As, LocalizedText What, LocalizedText Kind, LocalDate? On, LocalizedText? From, LocalizedText? To)
{
    internal static RestatementLine FromChange(ListedChange listed, EntryText text)
    {
        var change = listed.Change;
        var what = (LocalizedText)FactNames.Describe(change.What);
        return new(
            change.RecordedAt, change.By.Value, change.Source, listed.As, change.Reason is { Code: var reason }
                ? what + new LocalizedText($"({Names.Describe(reason).Ja})", $" ({Names.Describe(reason).En})")
                : what,
            Names.OfKind(change.Kind), change.OnAfter ?? change.OnBefore, change.Before is { } before ? text.Describe(before) : null,
            change.After is { } after ? text.Describe(after) : null);
    }
}

/// <summary>A figure at the closing, and now.</summary>
/// <param name="IsSameValue">Both read alike: only notes, the target or a comparison changed.</param>
public sealed record ChangedFigure(Slug Key, LocalizedText Label, LocalizedText From, LocalizedText To, bool IsSameValue, bool IsGone)
{
    internal static ChangedFigure FromChange(FigureChange change) =>
        new(change.Indicator, change.Label, Said(change.From), Said(change.To), Said(change.From) == Said(change.To), change.To is null);

    /// <param name="before">Null where there was no such figure.</param>
    internal static ChangedFigure FromLines(GetFigures.Line? before, GetFigures.Line after)
    {
        var (from, to) = (before is null ? Said(null) : Said(before.Shown, before.Status), Said(after.Shown, after.Status));
        return new(after.Indicator, after.Label, from, to, from == to, IsGone: false);
    }

    private static LocalizedText Said(FigureReading? reading) => reading is null
        ? new("この数値はありません", "no such figure") : Said(reading.Shown, reading.Status);

    private static LocalizedText Said(PublicText? shown, FigureStatus status) => shown is not null ? shown : Names.Describe(status);
}
