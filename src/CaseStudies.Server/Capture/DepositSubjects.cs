using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Capture;

/// <summary>Finds out whom the private texts of a command are about.</summary>
internal static class DepositSubjects
{
    /// <param name="facts">What the command states, or what stood in the entries that it withdraws.</param>
    /// <returns>A text of a fact is about the person of the fact; any other, such as a note, about the only person of the command.</returns>
    public static IEnumerable<VaultDeposit> About(IReadOnlyList<VaultDeposit> deposits, IReadOnlyList<InitiativeFact> facts)
    {
        if (deposits.Count == 0)
            return deposits;
        var places = facts.SelectMany(f => InitiativeEventCatalogue.ShapeOf(f).PlacesOf(f).Select(p => (p.Place.Vault, Person: Only(f))))
            .ToLookup(p => p.Vault, p => p.Person);
        var only = Only([.. facts]);
        return deposits.Select(d => d with { Person = places.Contains(d.Id) ? places[d.Id].First() : only });
    }

    private static PersonId? Only(params ReadOnlySpan<InitiativeFact> facts)
    {
        var all = new HashSet<PersonId>();
        foreach (var fact in facts)
            all.UnionWith(InitiativeEventCatalogue.ShapeOf(fact).PersonsOf(fact));
        return all.Count == 1 ? all.Single() : null;
    }
}
