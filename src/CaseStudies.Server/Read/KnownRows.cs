using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>The rows of one initiative as known at a point in time, with their book.</summary>
/// <param name="History">The rows of the whole stream; those beyond the frontier are ignored.</param>
/// <param name="Frontier">Null for all.</param>
/// <param name="AsOf">The time of the question.</param>
/// <param name="KnownAt">The last instant of which everything is known, where one was asked for.</param>
internal sealed record KnownRows(EntryHistory History, int? Frontier, Instant? AsOf, Instant? KnownAt)
{
    public IReadOnlyList<EntryRow> Rows => History.Rows;

    /// <summary>Most readings do not ask for closings.</summary>
    private Lazy<ClosedPeriods> Closings { get; } = new(() => ClosedPeriods.FromHistory(History, Frontier));

    public EntryBook Book { get; } = History.AsKnown(Frontier, AsOf);

    /// <summary>The state of a period; null where it was never marked.</summary>
    public PeriodStanding? StandingOf(Period period) => Book.Standings.FirstOrDefault(s => (s.From, s.To) == (period.From, period.To));

    /// <summary>Every closing of every period, and what was changed since.</summary>
    public ClosedPeriods Closed => Closings.Value;

    /// <summary>The number of changes since the closing of a period; 0 where it is not closed.</summary>
    public int Restated(Period period) => Closed.Standing(period) is { } closing ? Closed.ChangesSince(closing).Length : 0;
}
