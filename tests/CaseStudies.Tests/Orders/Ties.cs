using System.Text.Json.Nodes;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;

namespace CaseStudies.Tests.Orders;

/// <summary>
/// Where the page on reading lets the order of arrival decide between two entries of one day: the latest value, the target and the
/// baseline in force, which of two visits to one session counts, and the order in which names are listed.
/// </summary>
internal static class Ties
{
    /// <summary>The definition without what such a tie decides; null if nothing of it would be left.</summary>
    public static JsonObject? TakenOut(JsonObject definition, EntryBook book)
    {
        if (Formulas.Nodes(definition).Exists(n => n is "latest" or "list") || (Formulas.Kinds(definition).Contains("person_attended") && VisitedTwice(book)))
            return null;
        var rest = definition.DeepClone().AsObject();
        rest.Remove("target");
        rest.Remove("against");
        return rest;
    }

    private static bool VisitedTwice(EntryBook book) =>
        book.InForce<PersonAttended>().GroupBy(a => (book.Person(a.Person.Value), a.Session)).Any(g => g.Select(a => (a.Group, a.Role)).Distinct().Count() > 1);
}
