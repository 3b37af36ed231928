using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using CsCheck;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Entries;

/// <summary>A history that grew gives the books of one that was read at once, and an earlier frontier is cut from a later one.</summary>
[Trait("Takes", "long")]
public sealed class EntryHistoryTests
{
    private const int Histories = 80;

    [Fact]
    public void Whatever_happened_every_portion_and_every_frontier_gives_the_book_of_the_prefix() => Parallel.For(2_000_000, 2_000_000 + Histories, seed =>
    {
        var drawn = new DrawnHistory(seed);
        var rows = Product.Rows(drawn.Happenings).OrderBy(r => r.Version).ToList();
        Same(seed, rows, drawn.Chance.Below(6) + 1, new(drawn.Period.From, drawn.Period.To));
    });

    [Fact]
    public void Even_where_rows_contradict_each_other() => Gen.Select(Streams.Wild, Gen.Int[1, 5]).Sample((rows, portion) =>
        Same(portion, rows, portion, Period.FiscalYear(2025)), seed: "0000KmnBPr51", iter: 200);

    [Fact]
    public void Even_where_rows_are_missing() => Gen.Select(Streams.Sound, Gen.Int[1, 5], Gen.Int[0, 40]).Sample((rows, portion, lost) =>
        Same(portion, [.. rows.Where(r => r.Version != lost)], portion, Period.FiscalYear(2025)), seed: "0000KmnBPr51", iter: 200);

    [Fact]
    public void Of_two_histories_that_go_on_from_one_neither_sees_the_rows_of_the_other()
    {
        var rows = Grown(3);
        var begun = EntryHistory.FromRows(rows.Take(3));
        var (one, other) = (begun.With([.. rows.Skip(3).Take(2)]), begun.With([.. rows.Skip(3)]));

        Assert.Equal((3, 5, rows.Count), (begun.Last, one.Last, other.Last));
        Assert.Equal(EntryBook.AsKnown(rows.Take(5)).Entries, one.AsKnown().Entries);
        Assert.Equal(EntryBook.AsKnown(rows).Entries, other.AsKnown().Entries);
        Assert.Equal(EntryBook.AsKnown(rows.Take(3)).Entries, begun.AsKnown().Entries);
    }

    [Fact]
    public void Rows_that_do_not_follow_are_refused()
    {
        var rows = Grown(2);

        Assert.Throws<ArgumentException>(() => EntryHistory.FromRows(rows).With([rows[^1]]));
        Assert.Throws<ArgumentException>(() => EntryHistory.FromRows(rows.Take(2)).With([rows[3], rows[2]]));
    }

    private static List<EntryRow> Grown(int corrections)
    {
        var history = History.Opened();
        var session = history.Record(new Domain.Initiatives.SessionHeld(History.Session(1), History.S("cafe"), History.D("2025-05-10")));
        for (var day = 1; day <= corrections; day++)
            history.Correct(session, new Domain.Initiatives.SessionHeld(History.Session(1), History.S("cafe"), History.D("2025-05-10").PlusDays(day)));
        return [.. history.Rows];
    }

    private static void Same(int seed, List<EntryRow> rows, int portion, Period period)
    {
        var (grown, before) = (EntryHistory.FromRows([]), new List<(EntryHistory History, int Number)>());
        for (var at = 0; at < rows.Count; at += portion)
        {
            grown = grown.With(rows.GetRange(at, Math.Min(portion, rows.Count - at)));
            before.Add((grown, Math.Min(at + portion, rows.Count)));
            // Asked now, what it works out is gone on with by the next.
            Same(seed, EntryBook.AsKnown(rows.Take(before[^1].Number), null, AsOf(rows)), grown.AsKnown(null, AsOf(rows)), period);
        }

        Assert.Equal(rows, grown.Rows);
        for (var frontier = 0; frontier <= grown.Last + 1; frontier++)
            Same(seed, EntryBook.AsKnown(rows.Where(r => r.Version <= frontier), frontier, AsOf(rows)), grown.AsKnown(frontier, AsOf(rows)), period);
        // What was handed out on the way still says what it said.
        foreach (var (history, number) in before)
            Same(seed, EntryBook.AsKnown(rows.Take(number), null, AsOf(rows)), history.AsKnown(null, AsOf(rows)), period);
    }

    private static NodaTime.Instant? AsOf(List<EntryRow> rows) => rows.Count == 0 ? null : rows[rows.Count / 2].RecordedAt;

    private static void Same(int seed, EntryBook expected, EntryBook actual, Period period)
    {
        Assert.True(
            Told(expected, period) == Told(actual, period), $"seed {seed}, frontier {expected.Frontier}\n{Told(expected, period)}\n{Told(actual, period)}");
        if (actual.Frontier % 5 == 0)
            FoundAgain(actual);
    }

    /// <summary>Lists and look-ups say what the entries say.</summary>
    private static void FoundAgain(EntryBook book)
    {
        Assert.Equal(book.Entries, book.Listed());
        Assert.Equal(book.Entries.Select(e => e.Kind).Distinct().Order(StringComparer.Ordinal), book.Kinds.Order(StringComparer.Ordinal));
        foreach (var kind in book.Entries.GroupBy(e => e.Kind))
            Assert.Equal(kind, Enumerable.Range(0, book.Listed(kind.Key).Count).Select(i => book.Listed(kind.Key)[i]));
        Assert.All(book.Entries, e => Assert.Same(e, book.Revision(e.Id, e.Revision)));
        foreach (var session in book.OfKind("session_held").Select(e => (Domain.Initiatives.SessionHeld)e.Fact).GroupBy(s => s.Session))
            Assert.Equal(book.Session(session.Key) ?? session.Last(), book.SessionEver(session.Key));
    }

    private static string Told(EntryBook book, Period period) => JsonSerializer.Serialize(
        new
        {
            book.Frontier, Zone = book.Zone.Id, book.AsOf, book.Problems, book.Pending, book.Entries, book.LastDay,
            Days = book.Entries.Select(e => e.Kind).Distinct().Select(k => book.ByDay(k).Select(e => new { e.Entry.Id, e.Entry.Revision, e.On })),
            Slow = book.Entries.GroupBy(e => e.Kind).All(k => book.ByDay(k.Key).Select(e => e.Entry).SequenceEqual(
                k.OrderBy(e => book.OccurredOn(e.Fact)).ThenBy(e => e.KnownFrom))),
            Last = book.LastDay == book.Entries
                .Where(e => e.InForce && !e.Fact.IsAnnouncement && e.Kind is not ("period_marked" or "narrative_written" or "entries_told_apart"
                    or "entries_confirmed"))
                .Max(e => book.OccurredOn(e.Fact)),
            Conflicts = Conflicts.In(book), Likely = LikelyDuplicates.In(book),
            Figures = Figures.Adopted(book, period).Select(i => Figures.Compute(i, book, period)),
        }, DomainJson.Options);
}
