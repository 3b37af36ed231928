using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Samples;

/// <summary>Nothing happens on a day on which it could not have happened.</summary>
public sealed class SampleCalendarTests
{
    /// <summary>National holidays of fiscal year 2025, those that move to a Monday or lie between two included.</summary>
    private static readonly HashSet<LocalDate> s_holidays =
    [
        D("2025-04-29"), D("2025-05-03"), D("2025-05-04"), D("2025-05-05"), D("2025-05-06"), D("2025-07-21"), D("2025-08-11"), D("2025-09-15"),
        D("2025-09-23"), D("2025-10-13"), D("2025-11-03"), D("2025-11-23"), D("2025-11-24"), D("2026-01-01"), D("2026-01-12"), D("2026-02-11"),
        D("2026-02-23"), D("2026-03-20"),
    ];

    [Theory, ClassData(typeof(EachSample))]
    public void Sessions_lie_on_possible_days_and_hours(string id)
    {
        foreach (var session in Sample.Of(id).Book.InForce<SessionHeld>())
        {
            Assert.DoesNotContain(session.On, s_holidays);
            Assert.False(session.On is { Month: 12, Day: >= 29 } or { Month: 1, Day: <= 3 }, $"{session.On} is the turn of the year.");
            Assert.InRange(session.On, Sample.Year.From, Sample.Year.To);
            Assert.True(session.Start >= new LocalTime(7, 0) && session.Start < session.End && session.End <= new LocalTime(21, 0));
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void No_session_lies_in_a_pause_of_its_strand(string id)
    {
        var book = Sample.Of(id).Book;

        Assert.All(book.InForce<SessionHeld>(), s =>
            Assert.DoesNotContain(book.InForce<StrandPaused>(), p => p.Strand == s.Strand && p.From <= s.On && s.On <= p.To));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void No_strand_has_two_sessions_on_one_day(string id) =>
        Assert.Distinct(Sample.Of(id).Book.InForce<SessionHeld>().Select(s => (s.Strand, s.On)));

    [Theory, ClassData(typeof(EachSample))]
    public void A_session_is_recorded_when_it_is_over(string id)
    {
        foreach (var entry in Sample.Of(id).Book.Entries)
        {
            if (entry.Fact is SessionHeld { End: { } end } session)
                Assert.True(session.On + end <= Sample.InTokyo(entry.RecordedAt), $"{session.On} {end}");
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Nobody_comes_before_enrolling_after_leaving_or_while_resting(string id)
    {
        var book = Sample.Of(id).Book;
        var enrolled = book.InForce<PersonEnrolled>().ToLookup(e => e.Person);
        var left = book.InForce<PersonLeft>().ToLookup(e => e.Person);
        var rests = book.InForce<PersonPaused>().ToLookup(e => e.Person);
        foreach (var visit in book.InForce<PersonAttended>())
        {
            var on = book.OccurredOn(visit)!.Value;
            Assert.True(!enrolled.Contains(visit.Person) || enrolled[visit.Person].Any(e => e.On <= on), $"{visit.Person} came before enrolling: {on}");
            Assert.True(left[visit.Person].All(l => on <= l.On), $"{visit.Person} came after leaving: {on}");
            Assert.True(rests[visit.Person].All(p => on < p.From || p.To < on), $"{visit.Person} came while resting: {on}");
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Named_people_are_never_more_than_the_heads_counted(string id)
    {
        var book = Sample.Of(id).Book;
        var heads = book.InForce<ParticipantsCounted>().Where(c => c.Unit == HeadUnit.People).ToLookup(c => c.Session, c => c.Count);
        foreach (var visits in book.InForce<PersonAttended>().Where(a => !IsStaffed(book, a)).GroupBy(a => a.Session))
            Assert.True(visits.Select(v => v.Person).Distinct().Count() <= heads[visits.Key].Sum(), $"{book.Session(visits.Key)!.On}");
    }

    /// <summary>People under contract are not visitors and not among the heads.</summary>
    private static bool IsStaffed(EntryBook book, PersonAttended visit) =>
        book.InForce<PersonEnrolled>().Any(e => e.Person == visit.Person && e.Basis == LawfulBasis.Contract);
}
