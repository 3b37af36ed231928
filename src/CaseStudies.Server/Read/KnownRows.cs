using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>One initiative's rows as known at a moment, with the book that they make.</summary>
/// <param name="Rows">Of the whole stream; what lies beyond the frontier is as if it did not exist yet.</param>
/// <param name="Frontier">Null: all there is.</param>
/// <param name="AsOf">The moment of the question.</param>
internal sealed record KnownRows(IReadOnlyCollection<EntryRow> Rows, int? Frontier, Instant? AsOf)
{
    public EntryBook Book { get; } = EntryBook.AsKnown(Rows, Frontier, AsOf);

    /// <summary>Where a period stands; null: it was never marked.</summary>
    public PeriodStanding? StandingOf(Period period) => ChangeLog.Standings(Rows, Frontier).FirstOrDefault(s => (s.From, s.To) == (period.From, period.To));

    /// <summary>What was said about a period since its closing; nothing where it is not closed.</summary>
    public Restatements Since(PeriodStanding? standing) => standing is { State: PeriodState.Closed }
        ? Restatements.Of(Rows, new(standing.From, standing.To), standing.Version, Frontier, AsOf)
        : Restatements.None;
}
