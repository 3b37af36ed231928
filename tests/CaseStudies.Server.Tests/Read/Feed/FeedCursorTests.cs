using System.Collections.Immutable;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CsCheck;

namespace CaseStudies.Server.Tests.Read;

public sealed class FeedCursorTests
{
    [Fact]
    public void A_cursor_says_again_what_it_was_told() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 64], Gen.Int[1, int.MaxValue]).Array[0, 50].Sample(streams =>
        {
            var versions = streams.DistinctBy(s => s.Item1).ToImmutableSortedDictionary(s => FeedCursor.TagOf(s.Item1), s => s.Item2);
            var cursor = FeedCursor.At(versions, [Guid.NewGuid()]);
            var read = FeedCursor.Parse(cursor.ToString());
            return read.Versions.SequenceEqual(versions) && read.Proof == cursor.Proof;
        });

    [Fact]
    public void Whatever_else_is_sent_is_refused() => Gen.String[Gen.Char[' ', '~'], 1, 200].Sample(text =>
    {
        try
        {
            _ = FeedCursor.Parse(text);
        }
        catch (MalformedException)
        {
        }
    });

    [Fact]
    public void The_longest_fits_into_an_address()
    {
        var versions = Enumerable.Range(0, FeedCursor.MaximumStreams).ToImmutableSortedDictionary(i => FeedCursor.TagOf($"s{i}"), _ => 100_000);
        Assert.InRange(FeedCursor.At(versions, []).ToString().Length, 1, 7_600);
    }
}
