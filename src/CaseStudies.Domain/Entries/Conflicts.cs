using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Entries in force that contradict each other. None of them wins until a person resolves it.</summary>
/// <param name="On">The day that the entries are about.</param>
/// <param name="Entries">In the order in which they became known.</param>
public sealed record Conflict(string Kind, LocalDate On, ImmutableArray<Entry> Entries);

public static class Conflicts
{
    /// <summary>A wave may come again each year under its name. What lies further apart than so many days is of another round.</summary>
    public const int DaysOfRound = 180;

    /// <summary>What two facts must have in common to contradict each other; null where nothing can contradict the fact.</summary>
    /// <remarks>They must also be of one round; see <see cref="Rounds"/>.</remarks>
    /// <param name="book">Says which ids are the same person.</param>
    public static object? RivalKey(InitiativeFact fact, EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return fact switch
        {
            ParticipantsCounted c => (c.Session, c.Scheme, c.Group, c.Part),
            SurveyTallied t => (t.Instrument, t.Version, t.Wave, t.Group, t.Part),
            // A person who answered twice cannot be counted and cannot be paired.
            SurveyResponseRecorded { Person: { } person } r => (r.Instrument, r.Wave, book.Person(person.Value)),
            _ => null,
        };
    }

    /// <summary>Parts what has a rival key in common by rounds: each follows the one before it in at most <see cref="DaysOfRound"/> days.</summary>
    internal static IEnumerable<List<T>> Rounds<T>(IEnumerable<T> rivals, Func<T, LocalDate> day)
    {
        var round = new List<T>();
        foreach (var one in rivals.OrderBy(day))
        {
            if (round.Count > 0 && !IsOfRound(day(round[^1]), day(one)))
            {
                yield return round;
                round = [];
            }

            round.Add(one);
        }

        yield return round;
    }

    /// <param name="before">The day of the last one before it.</param>
    internal static bool IsOfRound(LocalDate before, LocalDate day) => NodaTime.Period.DaysBetween(before, day) <= DaysOfRound;

    /// <summary>A target or baseline is one number at a time, from its day on.</summary>
    private static object? DeclaredFor(InitiativeFact fact) => fact switch
    {
        TargetSet t => (nameof(TargetSet), t.Target, t.On),
        BaselineRecorded b => (nameof(BaselineRecorded), b.Baseline, b.On),
        _ => null,
    };

    /// <summary>Statements of the same number do not contradict each other: one phone more, or one declaration more.</summary>
    private static bool Agree(IEnumerable<Entry> entries) => entries.Select(e => Stated(e.Fact)).Distinct().ToList() is [not null];

    /// <summary>The number that a fact states, with what it is a number of; null where statements of it never agree.</summary>
    internal static (object Of, Quantity Number)? Stated(InitiativeFact fact) => fact switch
    {
        TargetSet t => (t.Comparison, t.Value),
        BaselineRecorded b => (b.Baseline, b.Value),
        ParticipantsCounted c => ((c.Unit, c.Overlap), c.Count),
        _ => null,
    };

    /// <summary>All conflicts, by day. A headcount whose session is not in force is counted nowhere and contradicts nothing.</summary>
    public static ImmutableArray<Conflict> In(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Contradictions;
    }

    internal static ImmutableArray<Conflict> Find(EntryBook book) =>
        [
            .. book.Listed().Where(e => e.InForce && book.OccurredOn(e.Fact) is not null)
                .Select(e => (Entry: e, Key: RivalKey(e.Fact, book) ?? DeclaredFor(e.Fact))).Where(r => r.Key is not null)
                .GroupBy(r => r.Key!, r => r.Entry).SelectMany(g => Rounds(g, e => book.OccurredOn(e.Fact)!.Value)).Where(g => g.Count > 1 && !Agree(g))
                .Select(g => new Conflict(g[0].Kind, g.Min(e => book.OccurredOn(e.Fact)!.Value), Entry.InOrder(g)))
                .OrderBy(c => c.On).ThenBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Entries.Min(e => e.Id.Value)),
        ];
}
