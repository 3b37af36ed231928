using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>
/// Files of some 13 MiB whose only content is names. A reader that keeps every name, as XML readers and zip archives do, fills
/// hundreds of MiB before it sees the first cell.
/// </summary>
public sealed class NameBombTests
{
    private const int Packed = 12 << 20;

    /// <summary>What may be allocated until the refusal. The names themselves would take more than 400 MiB.</summary>
    private const long Most = 24L << 20;

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "</sheetData>"), InlineData("[Content_Types].xml", "</Types>")]
    public void Six_million_names_in_a_part_are_refused_for_little_memory(string part, string before)
    {
        var bomb = new Book().With(part, e => e with { Data = WithNames(e.Data, before) });
        Assert.InRange(bomb.Length, Packed, 16 << 20);
        var (refused, allocated, _) = Refused(bomb);
        Assert.Equal(SheetCodes.TooComplex, refused.Code);
        Assert.InRange(allocated, 0, Most);
    }

    [Theory]
    [InlineData(true, 72 << 10), InlineData(false, 1 << 20)]
    public void A_directory_of_names_is_refused_before_it_is_read(bool honest, int mostRead)
    {
        RawEntry[] entries = [.. new Book().Entries(), .. Enumerable.Range(0, 140_000).Select(n => new RawEntry($"n{n:000000}", []) { Stored = true })];
        var bomb = RawZip.FromEntries(entries, saysCount: honest ? null : 5, zip64: honest);
        Assert.InRange(bomb.Length, Packed, 20 << 20);
        var (refused, allocated, read) = Refused(bomb);
        Assert.Equal(SheetCodes.TooComplex, refused.Code);
        Assert.InRange(allocated, 0, 2 << 20);
        Assert.InRange(read, 0, mostRead);
    }

    private static (SheetRefusedException Refused, long Allocated, long Read) Refused(byte[] bomb)
    {
        var stream = new CountingStream(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<SheetRefusedException>(() =>
        {
            using var file = SheetFile.Open(stream, "names.xlsx");
            return file.Sheets.Sum(s => s.Rows().Count());
        });
        return (refused, GC.GetAllocatedBytesForCurrentThread() - before, stream.Taken);
    }

    private static byte[] WithNames(byte[] part, string before)
    {
        var text = Encoding.UTF8.GetString(part);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        var names = new StringBuilder(70_000_000).Append(text, 0, at);
        for (var n = 0; n < 6_000_000; n++)
            names.Append(CultureInfo.InvariantCulture, $"<n{n}/>");
        return Encoding.UTF8.GetBytes(names.Append(text, at, text.Length - at).ToString());
    }

    /// <summary>Counts the bytes that are taken from the file.</summary>
    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public long Taken { get; private set; }

        // The span's overload comes here too.
        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = base.Read(buffer, offset, count);
            Taken += got;
            return got;
        }
    }
}
