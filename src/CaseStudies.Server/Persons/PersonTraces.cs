using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Persons;

/// <summary>Everything that an organisation's events say of one person.</summary>
/// <param name="Ids">All ids of the person: one, unless some were merged.</param>
/// <param name="Initiatives">Those that name the person.</param>
internal sealed record PersonTraces(Slug Organisation, ImmutableArray<PersonId> Ids, IReadOnlyDictionary<Slug, KnownRows> Initiatives)
{
    /// <summary>In the order of recording, one initiative after another; whatever became of them, and of the imports that brought them.</summary>
    public IEnumerable<PersonTrace> All => Initiatives.OrderBy(i => i.Key.Value, StringComparer.Ordinal).SelectMany(i => In(i.Key, i.Value.Rows));

    /// <summary>Other ids that are the same person in an initiative.</summary>
    public static IEnumerable<PersonId> Merged(EntryBook book, IEnumerable<PersonId> ids)
    {
        var kept = ids.Select(p => book.Person(p.Value)).ToHashSet(StringComparer.Ordinal);
        return book.InForce<PeopleMerged>().SelectMany(m => new[] { m.Kept, m.Merged }).Where(p => kept.Contains(book.Person(p.Value)));
    }

    private IEnumerable<PersonTrace> In(Slug initiative, IEnumerable<EntryRow> rows)
    {
        var said = new Dictionary<EntryId, InitiativeFact>();
        foreach (var row in rows.OrderBy(r => r.Version))
        {
            if ((row.Opens ?? row.Closes) is not { } entry)
                continue;
            var before = said.GetValueOrDefault(entry);
            if (row.Fact is not null)
                said[entry] = row.Fact;
            if (Names(row.Fact))
                yield return new(initiative, entry, row, row.Fact!, [.. TextsOf(initiative, entry, row.Fact!), .. NoteOf(row)]);
            else if (Names(before))
                yield return new(initiative, entry, row, before!, [.. NoteOf(row)]);
        }
    }

    private bool Names(InitiativeFact? fact) => fact is not null && InitiativeEventCatalogue.ShapeOf(fact).PersonsOf(fact).Any(p => Ids.Contains(p));

    private IEnumerable<PersonText> TextsOf(Slug initiative, EntryId entry, InitiativeFact fact)
    {
        foreach (var (member, place) in InitiativeEventCatalogue.ShapeOf(fact).PlacesOf(fact))
            yield return new(member, place.Vault);
        if (fact is PersonEnrolled)
            yield return new(FuriganaIds.Field, FuriganaIds.ForEnrolment(new(Organisation, initiative), entry.Value));
    }

    private static IEnumerable<PersonText> NoteOf(EntryRow row) => row.Reason?.Note is { } note ? [new("note", note.Vault)] : [];
}

/// <summary>One event that is about the person.</summary>
/// <param name="Fact">What it says; for a withdrawal, and for a correction that names somebody else, what it took back.</param>
internal sealed record PersonTrace(Slug Initiative, EntryId Entry, EntryRow Row, InitiativeFact Fact, ImmutableArray<PersonText> Texts)
{
    public ChangeKind What => Row switch
    {
        { Fact: null } => ChangeKind.Withdrawn,
        { Closes: not null } => ChangeKind.Corrected,
        { Reason: not null } => ChangeKind.Reinstated,
        _ => ChangeKind.Recorded,
    };
}

/// <summary>A private text: the member that has it, and where it lies. Not every enrolment has a reading.</summary>
internal sealed record PersonText(string Member, Guid Place);
