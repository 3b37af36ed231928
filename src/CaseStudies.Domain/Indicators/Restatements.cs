using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>What was said about a closed period after it was closed, and what that does to its figures.</summary>
/// <param name="Changes">In the order in which they came into force: those about the period's days, and those of any day on which a figure that has changed since rests.</param>
/// <param name="Figures">From what was closed to what is known now.</param>
public sealed record Restatements(ImmutableArray<LoggedChange> Changes, ImmutableArray<FigureChange> Figures)
{
    public static Restatements None { get; } = new([], []);

    /// <param name="rows">The relation's rows.</param>
    /// <param name="closedAt">The stream version of the closing: what was closed is what was known there.</param>
    /// <param name="frontier">As known at this version; null: now.</param>
    public static Restatements Of(IReadOnlyCollection<EntryRow> rows, Period period, int closedAt, int? frontier = null, Instant? asOf = null)
    {
        var since = ChangeLog.Of(rows, frontier).Where(c => c.Version > closedAt && c.After is not PeriodMarked).ToList();
        if (since.Count == 0)
            return None;
        var closing = rows.FirstOrDefault(r => r.Version == closedAt);
        var (before, after) = (EntryBook.AsKnown(rows, closedAt, asOf is null ? null : closing?.RecordedAt), EntryBook.AsKnown(rows, frontier, asOf));
        var beneath = Counted(before, period);
        beneath.SymmetricExceptWith(Counted(after, period));
        var entries = beneath.Select(c => c.Entry).ToHashSet();
        return new([.. since.Where(c => c.Touches(period.From, period.To) || (c.Entry is { } entry && entries.Contains(entry)))], Effects.Of(before, after, period));
    }

    /// <summary>Whatever the figures of a period count, and as what; of any day, for some count from the beginning or look for the first visit.</summary>
    private static HashSet<(Slug Indicator, string Role, EntryId Entry, string As)> Counted(EntryBook book, Period period)
    {
        var counted = new HashSet<(Slug, string, EntryId, string)>();
        foreach (var figure in Indicators.Figures.Adopted(book, period).Select(i => Indicators.Figures.Compute(i, book, period)))
        {
            foreach (var part in figure.Derivation.Parts)
                counted.UnionWith(part.Counted.Select(c => (figure.Indicator, part.Role, c.Entry, $"{c.Revision} {c.On} {c.Contribution} {c.Key}")));
        }

        return counted;
    }
}
