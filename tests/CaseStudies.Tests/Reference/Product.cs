using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Reference;

/// <summary>The product, asked through the same door as the server asks it.</summary>
internal static class Product
{
    public static List<EntryRow> Rows(IEnumerable<Happening> happenings) => [.. happenings.Select(Row)];

    public static Figure Compute(EntryBook book, JsonObject definition, (LocalDate From, LocalDate To) period) =>
        Figures.Compute(new(new("figure"), 1, definition.Deserialize<Indicator>(DomainJson.Options)!), book, new Period(period.From, period.To));

    private static EntryRow Row(Happening h)
    {
        try
        {
            var provenance = new Provenance(new("staff-1"), h.RecordedAt, null, new(h.Opens), 0, Provenance.Http,
                h.Import is { } import ? new(new(import), 1, h.Version) : null);
            return EntryRow.FromEvent(new(h.Version, provenance, InitiativeEventCatalogue.Read(h.Name, h.Body)));
        }
        catch (JsonException broken)
        {
            return EntryRow.Unreadable(h.Version, h.RecordedAt, h.Name, broken.Message);
        }
    }
}
