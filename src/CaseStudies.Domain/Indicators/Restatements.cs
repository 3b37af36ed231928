using System.Collections.Immutable;
using CaseStudies.Domain.Entries;

namespace CaseStudies.Domain.Indicators;

/// <summary>What was changed since a period was closed, or by one act; see <see cref="ClosedPeriods"/>.</summary>
/// <param name="Changes">In the order of coming into force.</param>
/// <param name="Figures">From what was closed to what is known now; for one act, from just before it to just after it.</param>
public sealed record Restatements(Closing Closing, ImmutableArray<ListedChange> Changes, ImmutableArray<FigureChange> Figures)
{
    /// <summary>How many of the changes came while the period was closed, or while it was reopened.</summary>
    public int Count(ListedAs listed) => Changes.Count(c => c.As == listed);
}

/// <summary>A change in the list of a closing.</summary>
/// <param name="During">The number of the closing that stood when it came; null where the period was reopened then.</param>
public sealed record ListedChange(LoggedChange Change, int? During)
{
    public ListedAs As => During is null ? ListedAs.Revision : ListedAs.Restatement;
}

/// <summary>Whether the period was closed when the change came.</summary>
public enum ListedAs
{
    /// <summary>It was closed: what had been told is changed.</summary>
    Restatement,

    /// <summary>It was reopened.</summary>
    Revision,
}
