using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;
using static CaseStudies.Tests.Initiatives.KeyTests;

namespace CaseStudies.Tests.Initiatives;

/// <summary>Which new keys look like a slip of a known one, and which are meant to differ.</summary>
public sealed class LikeKeyTests
{
    /// <summary>Nobody is stopped at the door by an initiative that keeps no list; a slip of what is in use is still noticed.</summary>
    [Theory]
    [InlineData("seniors", null), InlineData("yuoth", "key-unknown"), InlineData("youths", "key-unknown"), InlineData("youth", null)]
    public void Without_declared_keys_a_new_one_is_taken_unless_it_looks_mistyped(string group, string? code)
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Counted("youth"));

        Assert.Equal(code, Record(history, Counted(group)).Refusal?.Code);
    }

    [Theory]
    [InlineData("room-1", "room-2", null), InlineData("a", "b", null), InlineData("one", "two", null), InlineData("hall-east", "hall-esat", "key-unknown")]
    public void Numbers_and_short_words_are_meant_to_differ(string before, string now, string? code)
    {
        var history = Opened().Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10"), Venue: S(before)));

        Assert.Equal(code, Record(history, new SessionHeld(Session(2), S("cafe"), D("2025-05-11"), Venue: S(now))).Refusal?.Code);
    }

    /// <summary>Whatever was declared: a word with a letter swapped, left out, doubled or changed is refused, and the right one is named.</summary>
    [Fact]
    public void Every_slip_of_a_declared_key_is_refused_and_told()
    {
        var random = new Random(20260401);
        foreach (var _ in Enumerable.Range(0, 500))
        {
            var words = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Word(random)).Distinct().ToList();
            var (meant, slip) = (words[0], Slip(random, words[0]));
            if (words.Contains(slip))
                continue;
            var history = Opened().Given([Held(1, "2025-05-10"), .. words.Select(w => Term("group", w))]);

            Assert.All(words, w => Assert.Null(Record(history, Counted(w)).Refusal));
            var refusal = Record(history, Counted(slip)).Refusal;
            Assert.Equal("key-unknown", refusal?.Code);
            Assert.Contains($"'{meant}'", refusal!.Sentence.En, StringComparison.Ordinal);
        }
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(5, 12)).Select(_ => (char)('a' + random.Next(26))));

    private static string Slip(Random random, string word)
    {
        var at = random.Next(word.Length - 1);
        return random.Next(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, word[at].ToString()),
            2 => string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1, 1), word.AsSpan(at, 1), word.AsSpan(at + 2)),
            _ => string.Concat(word.AsSpan(0, at), "0", word.AsSpan(at + 1)),
        };
    }
}
