using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>A person who may be expected on a day.</summary>
/// <param name="Names">The vault ids of the names, with their entries, the most likely first; empty where none was given.</param>
/// <param name="Resting">Whether a pause is recorded for this day.</param>
public sealed record Enrolled(PersonId Person, ImmutableArray<(Guid Name, EntryId Entry)> Names, ImmutableArray<Slug> Roles, bool Resting)
{
    /// <summary>Everybody enrolled on a day, in one strand or in any. Merged ids are one person.</summary>
    public static ImmutableArray<Enrolled> On(EntryBook book, Slug? strand, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(book);
        var enrolments = Enrolments(book).Where(e => e.Fact.On <= day).ToLookup(e => book.Person(e.Fact.Person.Value), StringComparer.Ordinal);
        var left = book.InForce<PersonLeft>().ToLookup(l => book.Person(l.Person.Value), StringComparer.Ordinal);
        var ended = book.InForce<RoleEnded>().ToLookup(r => (book.Person(r.Person.Value), r.Role), r => r.On);
        var taken = book.InForce<RoleTaken>().Where(r => r.On <= day && Meant(r.Strand)).ToLookup(r => book.Person(r.Person.Value), StringComparer.Ordinal);
        var resting = book.InForce<PersonPaused>().Where(p => p.From <= day && p.To >= day).Select(p => book.Person(p.Person.Value))
            .ToHashSet(StringComparer.Ordinal);
        return [.. from person in enrolments
                   let holding = person.Select(e => e.Fact).Where(e => Meant(e.Strand) && Lasts(e.On, Departures(person.Key, e.Strand))).ToList()
                   where holding.Count > 0
                   let helping = taken[person.Key].Where(r => Lasts(r.On, Departures(person.Key, r.Strand).Concat(ended[(person.Key, r.Role)])))
                   orderby person.Key
                   select new Enrolled(
                       new(person.Key), NamesOf(person.Key, person), [.. holding.Select(e => e.Role).Concat(helping.Select(r => r.Role)).Distinct()],
                       resting.Contains(person.Key))];

        bool Meant(Slug? named) => strand is null || named is null || named == strand;

        // Who left one strand is expected in the others.
        IEnumerable<LocalDate> Departures(string person, Slug? named) =>
            left[person].Where(l => l.Strand is null || l.Strand == (named ?? strand)).Select(l => l.On);

        // The last day is included; a later beginning is a new enrolment.
        bool Lasts(LocalDate from, IEnumerable<LocalDate> ends) => ends.Where(on => on >= from).Min(on => (LocalDate?)on) is not { } end || end >= day;
    }

    /// <summary>Everybody who was ever enrolled, with the vault ids of the names.</summary>
    public static ImmutableArray<Enrolled> Ever(EntryBook book) =>
        [.. Enrolments(book ?? throw new ArgumentNullException(nameof(book))).GroupBy(e => book.Person(e.Fact.Person.Value), StringComparer.Ordinal)
            .Select(p => new Enrolled(new(p.Key), NamesOf(p.Key, p), [], false))];

    private static IEnumerable<(PersonEnrolled Fact, EntryId Id)> Enrolments(EntryBook book) =>
        book.OfKind("person_enrolled").Where(e => e.InForce).Select(e => ((PersonEnrolled)e.Fact, e.Id));

    private static ImmutableArray<(Guid Name, EntryId Entry)> NamesOf(string person, IEnumerable<(PersonEnrolled Fact, EntryId Id)> enrolments) =>
        [.. enrolments.Where(e => e.Fact.Name is not null).OrderByDescending(e => e.Fact.Person.Value == person).ThenByDescending(e => e.Fact.On)
            .Select(e => (e.Fact.Name!.Vault, e.Id))];
}

/// <summary>One person as printed.</summary>
/// <param name="Name">Null where none was given or it was erased.</param>
/// <param name="Reading">The reading (ふりがな), where a file had it.</param>
public sealed record RosterLine(Enrolled Enrolled, string? Name, string? Reading = null)
{
    /// <summary>A name was given, and the vault has it no more.</summary>
    public bool Erased => Name is null && !Enrolled.Names.IsEmpty;
}

/// <summary>The people expected at a session. It contains names and is for members only.</summary>
/// <param name="Strand">Null for all strands.</param>
public sealed record Roster(InitiativeView View, Slug? Strand, LocalDate On, ImmutableArray<RosterLine> Lines);
