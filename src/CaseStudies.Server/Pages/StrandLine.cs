using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>One strand in one period.</summary>
/// <param name="Name">The name at the end of the period.</param>
/// <param name="Sessions">The number of sessions held within the period and in force.</param>
/// <param name="Former">The earlier name, where the strand was renamed within the period.</param>
public sealed record StrandLine(
    LocalizedText Name, LocalDate From, LocalDate? To, PublicText? Schedule, int Sessions, int Cancelled, LocalDate? LastHeld, LocalizedText? Former = null)
{
    /// <summary>Strands that ran on at least one day of the period, ordered by start.</summary>
    public static ImmutableArray<StrandLine> FromBook(EntryBook book, Period period)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        var held = book.InForce<SessionHeld>().Where(s => Within(s.On)).ToLookup(s => s.Strand, s => s.On);
        var cancelled = book.InForce<SessionCancelled>().Where(s => Within(s.On)).ToLookup(s => s.Strand);
        var ended = book.InForce<StrandEnded>().ToLookup(s => s.Strand, s => s.On);
        return [.. book.InForce<StrandStarted>().OrderBy(s => s.On).GroupBy(s => s.Strand).SelectMany(Runs)
            .Where(s => s.Start.On <= period.To && (s.End is null || s.End >= period.From))
            .OrderBy(s => s.Start.On)
            .Select(s => Line(s.Start, s.End, s.Since, s.Until))];

        // What was held or cancelled beside all runs is shown with the one before it.
        IEnumerable<(StrandStarted Start, LocalDate? End, LocalDate Since, LocalDate Until)> Runs(IEnumerable<StrandStarted> starts)
        {
            var all = starts.ToList();
            return all.Select((start, i) => (
                start, ended[start.Strand].Where(e => e >= start.On).Min(e => (LocalDate?)e),
                i == 0 ? LocalDate.MinIsoValue : start.On, i + 1 < all.Count ? all[i + 1].On.PlusDays(-1) : LocalDate.MaxIsoValue));
        }

        StrandLine Line(StrandStarted start, LocalDate? end, LocalDate since, LocalDate until)
        {
            var last = LocalDate.Min(period.To, until);
            var (sessions, name, before) = (held[start.Strand].Where(Then).ToList(), NameOn(last), NameOn(period.From.PlusDays(-1)));
            return new(
                name, start.On, end, InitiativeHeader.Newest<StrandRescheduled>(book, r => r.Strand == start.Strand && r.On <= last)?.Schedule,
                sessions.Count, cancelled[start.Strand].Count(s => Then(s.On)), sessions.Cast<LocalDate?>().Max(),
                before == name ? null : (LocalizedText)before);

            bool Then(LocalDate on) => on >= since && on <= until;

            PublicText NameOn(LocalDate day) =>
                InitiativeHeader.Newest<StrandRenamed>(book, r => r.Strand == start.Strand && r.On <= day && r.On >= since)?.Name ?? start.Name;
        }

        bool Within(LocalDate on) => on >= period.From && on <= period.To;
    }
}
