using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>Who came to a session, and who might have.</summary>
/// <param name="There">Those whose attendance is recorded.</param>
/// <param name="Expected">The others who are enrolled on that day: first those who came to this strand last.</param>
/// <param name="Roles">What somebody who is enrolled here can be, the usual first.</param>
/// <param name="Alike">Those who have the name of the newcomer already.</param>
/// <param name="JustEnrolled">The act by which somebody was just enrolled.</param>
public sealed record AttendanceModel(
    InitiativeHeader Face, SessionHeld Session, PublicText Strand, ImmutableArray<AttendanceModel.Present> There,
    ImmutableArray<AttendanceModel.Line> Expected, ImmutableArray<(Slug Key, PublicText Label)> Roles, AttendanceForm Form, FormAnswer Answer,
    ImmutableArray<(PersonId Person, string Name)> Alike, CommandId? JustEnrolled)
{
    /// <summary>Everybody who may be ticked.</summary>
    public ImmutableHashSet<PersonId> Listed { get; } = [.. Expected.Select(l => l.Person)];

    /// <param name="everybody">Who was ever enrolled: somebody who has left may have come before.</param>
    public static AttendanceModel FromView(InitiativeView view, SessionHeld session, ImmutableArray<RosterLine> everybody)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(session);
        var (book, terms) = (view.Book, new Terms(view.Book));
        var attended = book.OfKind("person_attended").Where(e => e.InForce).Select(e => (e.Id, Fact: (PersonAttended)e.Fact)).ToList();
        var names = everybody.ToDictionary(l => l.Enrolled.Person);
        var here = attended.Where(a => a.Fact.Session == session.Session).Select(a => (a.Id, Person: Known(a.Fact))).ToList();
        var last = attended.Select(a => (Person: Known(a.Fact), Session: book.Session(a.Fact.Session)))
            .Where(a => a.Session is { } held && held.Strand == session.Strand && held.On <= session.On)
            .GroupBy(a => a.Person, a => a.Session!.On).ToDictionary(a => a.Key, a => a.Max());
        var present = here.Select(h => h.Person).ToHashSet();
        return new(
            InitiativeHeader.FromView(view), session, terms.Find("strand", session.Strand.Value),
            [.. here.Select(h => new Present(h.Id, h.Person, names.GetValueOrDefault(h.Person)?.Name))],
            [.. from line in everybody
                join expected in Enrolled.On(book, null, session.On) on line.Enrolled.Person equals expected.Person
                where !present.Contains(expected.Person)
                let before = last.TryGetValue(expected.Person, out var day) ? day : (LocalDate?)null
                orderby before descending
                select new Line(expected.Person, line.Name, line.Reading, before, expected.Resting)],
            Choices(book, terms), AttendanceForm.New(book), FormAnswer.Opened, [], null);

        PersonId Known(PersonAttended fact) => new(book.Person(fact.Person.Value));
    }

    private static ImmutableArray<(Slug Key, PublicText Label)> Choices(EntryBook book, Terms terms) =>
        NewcomerForm.Roles(book) is { IsEmpty: false } roles ? [.. roles.Select(r => (r, terms.Find("role", r.Value)))]
            : [(new(NewcomerForm.New(book).Role), NewcomerForm.Participants)];

    /// <param name="Name">Null where none is known.</param>
    public sealed record Present(EntryId Entry, PersonId Person, string? Name);

    /// <param name="Name">Null where none is known.</param>
    /// <param name="Last">When this person last came to the strand; null: never before.</param>
    public sealed record Line(PersonId Person, string? Name, string? Reading, LocalDate? Last, bool Resting);
}
