using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Offline;

/// <summary>What a device needs to know of an initiative to record its sessions without a network.</summary>
public sealed record OfflineInitiative(InitiativeHeader Face, ImmutableArray<OfflineStrand> Strands)
{
    /// <summary>The page is used for days: each weekday once.</summary>
    private const int DaysAhead = 7;

    internal static OfflineInitiative FromView(InitiativeView view, Instant now)
    {
        var (face, today) = (InitiativeHeader.FromView(view), now.InZone(view.Book.Zone).Date);
        if (face.ClosedOn is not null)
            return new(face, []);
        var days = Enumerable.Range(0, DaysAhead).Select(d => StrandsOfDay.FromBook(view.Book, today.PlusDays(d))).ToList();
        var meeting = days.SelectMany(d => d.Meeting.Select(s => (s.Strand, d.Day))).ToLookup(m => m.Strand, m => m.Day);
        return new(face,
        [
            .. days[0].Meeting.Concat(days[0].Others)
                .Select(s => new OfflineStrand(s.Strand, s.Name, [.. meeting[s.Strand]], Heads(s.Strand))),
        ]);

        ImmutableArray<(HeadField, LocalizedText)> Heads(Slug strand)
        {
            var (heads, terms) = (HeadField.ForStrand(view.Book, strand), new Terms(view.Book));
            var several = heads.Select(h => h.Scheme).Distinct().Skip(1).Any();
            return [.. heads.Select(h => (h, Label(h)))];

            LocalizedText Label(HeadField head)
            {
                var (label, scheme) = (head.Label(terms, heads.Length == 1), terms.Find("scheme", head.Scheme.Value));
                return several ? new($"{scheme.Ja}:{label.Ja}", $"{scheme.En}: {label.En}") : new(label.Ja, label.En);
            }
        }
    }
}

/// <param name="Heads">What is counted, each with its name.</param>
/// <param name="Meets">The days, from today on, on which it seems to meet. Their weekdays hold afterwards, too.</param>
public sealed record OfflineStrand(Slug Strand, PublicText Name, ImmutableArray<LocalDate> Meets, ImmutableArray<(HeadField Field, LocalizedText Label)> Heads);
