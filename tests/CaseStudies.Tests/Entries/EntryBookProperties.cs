using CaseStudies.Domain.Entries;
using CsCheck;

namespace CaseStudies.Tests.Entries;

public sealed class EntryBookProperties
{
    private const string Seed = "0000KmnBPr51";

    [Fact]
    public void At_every_frontier_the_intervals_are_those_of_the_naive_reading() => Streams.Sound.Sample(rows =>
        Enumerable.Range(0, rows.Count + 1).All(f => Intervals(rows, f).SequenceEqual(NaiveBook.Intervals(rows, f))), seed: Seed, iter: 300);

    [Fact]
    public void A_sound_relation_has_no_problems_in_any_order() => Gen.Select(Streams.Sound, Gen.Int).Sample((rows, seed) =>
    {
        var shuffled = Shuffle(rows, seed);
        return EntryBook.AsKnown(shuffled).Problems.IsEmpty && EntryBook.AsKnown(shuffled).Entries.SequenceEqual(EntryBook.AsKnown(rows).Entries);
    }, seed: Seed, iter: 300);

    [Fact]
    public void A_relation_has_problems_exactly_when_it_is_not_whole() => Gen.Select(Streams.Wild, Gen.Int).Sample((rows, seed) =>
        EntryBook.AsKnown(Shuffle(rows, seed)).Problems.IsEmpty == NaiveBook.Whole(rows), seed: Seed, iter: 500);

    [Fact]
    public void Losing_any_row_is_noticed() => Gen.Select(Streams.Sound.Where(r => r.Count > 0), Gen.Int[0, 1_000]).Sample((rows, at) =>
        !EntryBook.AsKnown(rows.Where((_, i) => i != at % rows.Count), rows.Count).Problems.IsEmpty, seed: Seed, iter: 300);

    [Fact]
    public void Never_are_two_revisions_of_one_entry_in_force() => Streams.Wild.Sample(rows =>
        EntryBook.AsKnown(rows).Entries.Where(e => e.InForce).GroupBy(e => e.Id).All(g => g.Count() == 1), seed: Seed, iter: 300);

    [Fact]
    public void Revisions_of_an_entry_count_from_one_without_gaps() => Streams.Wild.Sample(rows =>
        EntryBook.AsKnown(rows).Entries.GroupBy(e => e.Id).All(g => g.Select(e => e.Revision).SequenceEqual(Enumerable.Range(1, g.Count()))), seed: Seed,
        iter: 300);

    private static IEnumerable<(Domain.EntryId, int, int?, int)> Intervals(IEnumerable<EntryRow> rows, int frontier) =>
        EntryBook.AsKnown(rows, frontier).Entries.Select(e => (e.Id, e.KnownFrom, e.KnownTo, ((Domain.Initiatives.ParticipantsCounted)e.Fact).Count));

    private static List<EntryRow> Shuffle(IReadOnlyCollection<EntryRow> rows, int seed)
    {
        var shuffled = rows.ToArray();
#pragma warning disable CA5394 // Not a secret: the seed makes the order repeatable.
        new Random(seed).Shuffle(shuffled);
#pragma warning restore CA5394
        return [.. shuffled];
    }
}
