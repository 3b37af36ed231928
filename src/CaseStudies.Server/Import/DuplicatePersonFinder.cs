using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Finds pairs of people who may be one person: their names differ only in spelling, or have the same reading. Somebody must decide.</summary>
internal sealed class DuplicatePersonFinder(EntryBook book, LocalDate today)
{
    private const int MaximumPeople = 50_000, MaximumProposals = 500;

    private readonly Dictionary<string, List<Named>> _spelt = [];
    private readonly Dictionary<string, List<Named>> _read = [];
    private readonly HashSet<PersonId> _known = [];

    private sealed record Named(PersonId Person, string Name, string Place);

    /// <param name="place">Sheet and row of the name; empty for a person enrolled already.</param>
    public void Say(PersonId person, string name, string? furigana, string place)
    {
        if (_known.Count >= MaximumPeople || !_known.Add(person))
            return;
        var named = new Named(person, name, place);
        Add(_spelt, LooseTextKey.Name(name), named);
        if (furigana is not null)
            Add(_read, LooseTextKey.FromText(furigana), named);
    }

    public ImmutableArray<SamePerson> Same() =>
        [.. Pairs(_spelt, "same-name").Concat(Pairs(_read, "same-reading")).DistinctBy(s => (s.Kept, s.Other)).Take(MaximumProposals)];

    private IEnumerable<SamePerson> Pairs(Dictionary<string, List<Named>> names, string why) =>
        from same in names.Values
        where same.Count > 1
        from other in same.Skip(1)
        let kept = same[0]
        where book.Person(kept.Person.Value) != book.Person(other.Person.Value)
        select new SamePerson(kept.Person, other.Person, why, [kept.Name, other.Name], [kept.Place, other.Place], new JsonObject
        {
            ["kind"] = "people_merged", ["kept"] = kept.Person.Value, ["merged"] = other.Person.Value, ["on"] = LocalDatePattern.Iso.Format(today),
        });

    private static void Add(Dictionary<string, List<Named>> names, string key, Named named)
    {
        if (names.TryGetValue(key, out var same))
            same.Add(named);
        else
            names.Add(key, [named]);
    }
}
