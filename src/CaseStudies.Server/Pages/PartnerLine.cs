using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>One partner in one period.</summary>
/// <param name="Until">The last day of the partnership, where it ended within the period.</param>
/// <param name="Attended">The number of sessions of the period it attended.</param>
public sealed record PartnerLine(LocalizedText Name, LocalizedText Class, LocalizedText Role, LocalDate Since, LocalDate? Until, int Attended = 0)
{
    /// <summary>Partners on at least one day of the period. One that left and came back is listed once, with its latest beginning.</summary>
    public static ImmutableArray<PartnerLine> FromBook(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        var unlinked = book.InForce<PartnerUnlinked>().Where(u => u.On <= period.To).ToLookup(u => u.Partner, u => u.On);
        var attended = book.InForce<PartnerAttended>().Where(a => book.OccurredOn(a) is { } on && on >= period.From && on <= period.To)
            .ToLookup(a => a.Partner, a => a.Session);
        return [.. book.InForce<PartnerLinked>().Where(l => l.On <= period.To)
            .GroupBy(l => l.Partner).Select(g => g.MaxBy(l => l.On)!)
            .Select(l => (Link: l, Until: unlinked[l.Partner].Where(on => on >= l.On).Cast<LocalDate?>().Min()))
            .Where(l => l.Until is null || l.Until >= period.From)
            .OrderBy(l => l.Link.On)
            .Select(l => new PartnerLine(
                l.Link.Name, text.Term("class", l.Link.Class), text.Term("role", l.Link.Role), l.Link.On, l.Until,
                attended[l.Link.Partner].Distinct().Count()))];
    }
}

/// <summary>An organisation with contacts, and the kinds of contact with their numbers.</summary>
public sealed record ContactLine(LocalizedText Name, ImmutableArray<(LocalizedText Kind, int Times)> Contacts)
{
    /// <summary>The contacts of the period, ordered by the first one.</summary>
    public static ImmutableArray<ContactLine> FromBook(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        return [.. book.InForce<PartnerContacted>().Where(c => c.On >= period.From && c.On <= period.To).OrderBy(c => c.On)
            .GroupBy(c => c.Partner)
            .Select(g => new ContactLine(text.Term("partner", g.Key),
                [.. g.CountBy(c => c.Contact).Select(n => ((LocalizedText)FactNames.Describe(n.Key), n.Value))]))];
    }
}
