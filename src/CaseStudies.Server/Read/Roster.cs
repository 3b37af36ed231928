using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Somebody who may be expected on a day.</summary>
/// <param name="Names">Where the name is kept, the likeliest first; empty where none was given.</param>
/// <param name="Resting">Has said beforehand not to come on this day.</param>
public sealed record Enrolled(PersonId Person, ImmutableArray<Guid> Names, ImmutableArray<Slug> Roles, bool Resting)
{
    /// <summary>Everybody who is enrolled on a day, in one strand or in any; two ids of one person are one.</summary>
    public static ImmutableArray<Enrolled> On(EntryBook book, Slug? strand, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(book);
        var enrolments = book.InForce<PersonEnrolled>().Where(e => e.On <= day).ToLookup(e => book.Person(e.Person.Value), StringComparer.Ordinal);
        var left = book.InForce<PersonLeft>().ToLookup(l => book.Person(l.Person.Value), l => l.On, StringComparer.Ordinal);
        var ended = book.InForce<RoleEnded>().ToLookup(r => (book.Person(r.Person.Value), r.Role), r => r.On);
        var taken = book.InForce<RoleTaken>().Where(r => r.On <= day && Meant(r.Strand)).ToLookup(r => book.Person(r.Person.Value), StringComparer.Ordinal);
        var resting = book.InForce<PersonPaused>().Where(p => p.From <= day && p.To >= day).Select(p => book.Person(p.Person.Value)).ToHashSet(StringComparer.Ordinal);
        return [.. from person in enrolments
                   let holding = person.Where(e => Meant(e.Strand) && Lasts(e.On, left[person.Key])).ToList()
                   where holding.Count > 0
                   let helping = taken[person.Key].Where(r => Lasts(r.On, left[person.Key].Concat(ended[(person.Key, r.Role)])))
                   orderby person.Key
                   select new Enrolled(
                       new(person.Key),
                       [.. person.Where(e => e.Name is not null).OrderByDescending(e => e.Person.Value == person.Key).ThenByDescending(e => e.On).Select(e => e.Name!.Vault)],
                       [.. holding.Select(e => e.Role).Concat(helping.Select(r => r.Role)).Distinct()], resting.Contains(person.Key))];

        bool Meant(Slug? named) => strand is null || named is null || named == strand;

        // The last day still belongs to it; what begins again later is a beginning of its own.
        bool Lasts(LocalDate from, IEnumerable<LocalDate> ends) => ends.Where(on => on >= from).Min(on => (LocalDate?)on) is not { } end || end >= day;
    }
}

/// <summary>One person as printed.</summary>
/// <param name="Name">Null where none was given, or where it was erased.</param>
public sealed record RosterLine(Enrolled Enrolled, string? Name);

/// <summary>Who is expected at a session: what a sheet for it is made of. Names are in here; only members may see it.</summary>
/// <param name="Strand">Null: of all strands.</param>
public sealed record Roster(InitiativeView View, Slug? Strand, LocalDate On, ImmutableArray<RosterLine> Lines);
