using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Persons;

/// <summary>Reads whom the organisation's rule proposes for erasure, with their names.</summary>
internal sealed class RetentionReader(
    TenantConnections connections, InitiativeReader initiatives, OrganisationReader organisations, IVaultTexts vault, HeavyWork heavy, IClock clock)
{
    public async Task<Proposal> ReadAsync(HttpContext context, Slug organisation)
    {
        var stop = context.RequestAborted;
        var state = await organisations.FindAsync(organisation, stop);
        if (state?.RetentionYears is not { } years)
            return new(organisation, null, []);
        var books = new List<EntryBook>();
        foreach (var initiative in await NamingAnybodyAsync(organisation, stop))
        {
            if (await initiatives.RowsAsync(organisation, initiative, new(), stop, heavy.For(context, organisation)) is { } rows)
                books.Add(rows.Book);
        }

        var over = Retention.In(books, years, DateFormat.DayOf(clock.GetCurrentInstant()),
            state.Erased ?? ImmutableSortedSet<string>.Empty);
        var shown = over.Take(Proposal.Most).ToList();
        var names = await NamesAsync(organisation, books, [.. shown.Select(p => p.Person)], stop);
        return new(organisation, years, [.. shown.Select(p => new Proposal.Line(p, names.GetValueOrDefault(p.Person)))], over.Length - shown.Count);
    }

    private async Task<List<Slug>> NamingAnybodyAsync(Slug organisation, CancellationToken cancellation)
    {
        var naming = new List<Slug>();
        var batch = new SqlBatch([organisation]);
        batch.Add(
            $"select distinct e.stream_id from {Tables.Entries} e where e.tenant_id = $1 "
            + $"and cardinality(array_remove({VaultPersons.NamedIn}, null)) > 0 order by 1",
            row => naming.Add(new(row.GetString(0))), [organisation.Value]);
        await connections.RunAsync(batch, cancellation);
        return naming;
    }

    /// <summary>The name of the latest enrolment that has one.</summary>
    private async Task<Dictionary<PersonId, string>> NamesAsync(
        Slug organisation, IEnumerable<EntryBook> books, HashSet<PersonId> persons, CancellationToken cancellation)
    {
        var places = (from book in books
                      from enrolled in book.InForce<PersonEnrolled>()
                      let person = new PersonId(book.Person(enrolled.Person.Value))
                      where enrolled.Name is not null && persons.Contains(person)
                      orderby enrolled.On
                      select (person, enrolled.Name!.Vault)).ToList();
        var texts = await vault.TextsAsync(organisation, [.. places.Select(p => p.Vault).Distinct()], cancellation);
        var names = new Dictionary<PersonId, string>();
        foreach (var (person, place) in places)
        {
            if (texts.TryGetValue(place, out var name))
                names[person] = name;
        }

        return names;
    }
}

/// <summary>Whom the rule proposes for erasure.</summary>
/// <param name="Years">The rule; null where there is none.</param>
/// <param name="More">How many besides those of the list.</param>
public sealed record Proposal(Slug Organisation, int? Years, IReadOnlyList<Proposal.Line> People, int More = 0)
{
    /// <summary>A person goes through the list; the next ones come when these are decided.</summary>
    public const int Most = 100;

    /// <param name="Name">Null where none was given.</param>
    public sealed record Line(KeptTooLong Person, string? Name);
}
