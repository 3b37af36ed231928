using System.Diagnostics;
using CaseStudies.Sheets;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>
/// Every hostile file is refused by its code, quickly and within little memory, and its neighbour, which lacks only what makes it
/// hostile, is read.
/// </summary>
public sealed class HostileTests
{
    /// <summary>
    /// Told in the time that an honest sheet of 200,000 rows takes here and now, so it holds on any machine. The slowest file takes some 15; where the
    /// honest one takes 0.15 s, this is 30 s.
    /// </summary>
    private const int LongestInHonestSheets = 200;

    private static readonly Lazy<TimeSpan> s_honestSheet = new(() =>
    {
        var honest = s_classes!["too many rows"].Neighbour;
        var bytes = honest.Make();
        return Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            Assert.True(honest.ReadAll(bytes) >= 200_000);
            return watch.Elapsed;
        });
    });

    /// <summary>All that may be allocated for one file while it is read; what is held at any moment is less.</summary>
    private const long MostBytes = 512L << 20;

    private static readonly Dictionary<string, HostileClass> s_classes =
        HostileKinds.All().Concat(HostileZips.All()).Concat(HostileXml.All()).Concat(HostileCells.All()).Concat(HostileTexts.All()).ToDictionary(c => c.Name);

    public static TheoryData<string> Classes() => [.. s_classes.Keys];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_hostile_file_is_refused_by_its_code(string name)
    {
        var kind = s_classes[name];
        Assert.Empty(kind.Files.Select(f => Fault(f, kind.Code)).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Its_neighbour_is_read(string name)
    {
        var neighbour = s_classes[name].Neighbour;
        Assert.True(neighbour.ReadAll(neighbour.Make()) > 0);
    }

    [Fact]
    public void There_are_at_least_five_hundred_in_at_least_twenty_five_classes_of_ten()
    {
        Assert.True(s_classes.Count >= 25, $"{s_classes.Count} classes");
        Assert.Empty(s_classes.Values.Where(c => c.Files.Count < 10).Select(c => $"{c.Name}: {c.Files.Count}"));
        Assert.True(s_classes.Values.Sum(c => c.Files.Count) >= 500, $"{s_classes.Values.Sum(c => c.Files.Count)} files");
    }

    [Fact]
    public void Every_code_of_a_file_is_provoked_and_every_sentence_says_what_to_do()
    {
        var codes = typeof(SheetCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!)
            .Except([SheetCodes.Cp932Lacks, SheetCodes.Empty, SheetCodes.TooLarge]);
        Assert.Equal(codes.Order(), s_classes.Values.Select(c => c.Code).Distinct().Order());
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        foreach (var bytes in new byte[][] { [], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF] })
            Assert.Null(Fault(HostileFile.Create("empty", bytes), SheetCodes.Empty));
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_without_being_read_to_its_end()
    {
        var endless = new Endless();
        var refused = await Assert.ThrowsAsync<SheetRefusedException>(() =>
            SpooledFile.CopyAsync(endless, SheetLimits.Default.FileBytes, TestContext.Current.CancellationToken));
        Assert.Equal(SheetCodes.TooLarge, refused.Code);
        Assert.InRange(endless.Given, 50L << 20, 51L << 20);
    }

    private static string? Fault(HostileFile file, string code)
    {
        var bytes = file.Make();
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            return $"{file.Name}: read, {file.ReadAll(bytes)} rows";
        }
        catch (SheetRefusedException refused)
        {
            var (allocated, taken) = (GC.GetAllocatedBytesForCurrentThread() - before, watch.Elapsed);
            return refused.Code != code ? $"{file.Name}: {refused.Code}, {refused.Sentence.En}"
                : taken > LongestInHonestSheets * s_honestSheet.Value ? $"{file.Name}: {taken}, an honest sheet {s_honestSheet.Value}"
                : allocated > MostBytes ? $"{file.Name}: {allocated >> 20} MiB allocated"
                : !refused.Sentence.Ja.EndsWith('。') || !refused.Sentence.En.EndsWith('.') ? $"{file.Name}: no sentence"
                : null;
        }
    }

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
