using System.Buffers.Binary;
using static CaseStudies.Sheets.Tests.Hostile.HostileFile;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>Zips that are cut, that lie, or that hold what nobody should unpack.</summary>
internal static class HostileZips
{
    private const string SheetPart = "xl/worksheets/sheet1.xml";
    private static readonly HostileFile s_book = HostileFile.Create("a workbook", new Book());
    private static readonly string[] s_read = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SheetPart];

    public static IEnumerable<HostileClass> All() =>
    [
        new("truncated", "sheet-damaged",
            [.. Enumerable.Range(1, 25).Select(i => new HostileFile($"{i} of 26", () => new Book().Bytes() is var b ? b[..(b.Length * i / 26)] : []))], s_book),
        new("flipped byte", "sheet-damaged", [.. Enumerable.Range(0, 20).Select(Flipped)],
            new("stored", () => new Book().With(SheetPart, e => e with { Stored = true }))),
        new("zip encryption", "sheet-encrypted",
            [.. s_read.SelectMany(p => Over(1, 0x41, 0x2000).Select(f => new HostileFile($"{p} {f}", () => new Book().With(p, e => e with { Flags = f }))))],
            new("names in UTF-8", () => new Book().With(SheetPart, e => e with { Flags = 0x800 }))),
        new("lying sizes", "sheet-damaged",
            [.. s_read.SelectMany(p =>
            Over(-1, 1, 1_000_000).Select(d => new HostileFile($"{p} {d}", () => new Book().With(p, e => e with { SaysUnpacked = e.Data.Length + d }))))],
            new("sizes of 64 bits", () => RawZip.FromEntries(new Book().Entries(), zip64: true))),
        new("lying checksums", "sheet-damaged",
            [.. s_read.SelectMany(p => Over(0u, 1u).Select(c => new HostileFile($"{p} {c}", () => new Book().With(p, e => e with { SaysCrc = c }))))], s_book),
        new("lying directory", "sheet-damaged", [.. Directories()], s_book),
        new("shared bytes", "sheet-damaged",
            [.. Enumerable.Range(1, 12).Select(i => new HostileFile($"{i} copies", () => RawZip.FromEntries([.. new Book().Entries(),
            .. Enumerable.Range(0, i)
                .Select(n => new RawEntry($"xl/worksheets/sheet{n + 2}.xml", new Book().SheetXml) { SharesWith = 4, LocalName = SheetPart })])))], s_book),
        new("bomb", "sheet-unpacks-too-large", [.. Bombs()],
            HostileFile.Create("equal rows",
            new Book { SheetData = string.Concat(Enumerable.Range(1, 20_000).Select(r => $"<row r=\"{r}\"><c r=\"A{r}\"><v>1</v></c></row>")) })),
        new("too many parts", "sheet-too-complex",
            [.. Enumerable.Range(0, 12)
            .Select(i => new HostileFile($"{2_001 + (i * 997)} parts",
            () => RawZip.FromEntries([.. new Book().Entries(), .. Parts(1_996 + (i * 997))], saysCount: i % 3 == 0 ? null : 2_000 + i)))],
            new("2,000 parts", () => RawZip.FromEntries([.. new Book().Entries(), .. Parts(1_995)]))),
        new("zip slip", "sheet-unsafe-name", [.. Slips()],
            new("a folder", () => RawZip.FromEntries([.. new Book().Entries(), new("docProps/", "") { Stored = true }, new("docProps/app..xml", "<a/>")]))),
        new("duplicate parts", "sheet-duplicate-part",
            [.. s_read.SelectMany(p =>
            Over(p, p.ToUpperInvariant(), p.Replace("s", "S", StringComparison.Ordinal)).Where(n => p != s_read[0] || n == p).Select((n, i) =>
            new HostileFile($"{p} {i}", () => RawZip.FromEntries([.. new Book().Entries(), new(n, "<a/>")]))))], s_book),
        new("embedded files", "sheet-embedded", [.. Embedded()],
            new("a picture", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/media/image1.png", [0x89, 0x50, 0x4E, 0x47]),
            new("xl/media/image2.emz", [0x1F, 0x8B, 8, 0])]))),
        new("odd packing", "sheet-too-complex",
            [.. Over(1, 2, 6, 9, 12, 14, 93, 95, 98, 99)
            .Select(m => new HostileFile($"method {m}", () => new Book().With(SheetPart, e => e with { Method = m })))], s_book),
    ];

    private static HostileFile Flipped(int i) => new($"flip {i}", () =>
    {
        var book = new Book { SheetData = """<row r="1"><c r="A1" t="inlineStr"><is><t>abcdefghijklmnopqrstuvwxyz</t></is></c></row>""" };
        var bytes = book.With(SheetPart, e => e with { Stored = true });
        bytes[bytes.AsSpan().IndexOf("abcdefghij"u8) + i] ^= 0x01;
        return bytes;
    });

    private static IEnumerable<HostileFile> Directories()
    {
        foreach (var count in new[] { 0, 1, 4, 6, 100 })
            yield return new($"says {count}", () => RawZip.FromEntries(new Book().Entries(), saysCount: count));
        foreach (var shift in new[] { -40, -1, 1, 40, 1_000_000 })
            yield return new($"shifted {shift}", () => RawZip.FromEntries(new Book().Entries(), startShift: shift));
        foreach (var name in s_read)
            yield return new($"{name} under another name", () => new Book().With(name, e => e with { LocalName = e.Name.Replace('.', '_') }));
        yield return new("trailing bytes", () => [.. new Book().Bytes(), 1, 2, 3]);
        yield return new("entry mark", () => Patched(0x02014B50, 0x02014B51));
        yield return new("header mark", () => Patched(0x04034B50, 0x04034B50, at: 4, with: 9));
    }

    private static byte[] Patched(uint mark, uint instead, int at = 0, byte? with = null)
    {
        var bytes = new Book().Bytes();
        var wanted = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, mark);
        var place = bytes.AsSpan().LastIndexOf(wanted);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(place), instead);
        if (with is { } value)
            bytes[place + at + 4] = value; // the packing method of the last header
        return bytes;
    }

    private static IEnumerable<HostileFile> Bombs()
    {
        foreach (var part in s_read)
        {
            yield return new($"{part} of comments", () => new Book().With(part, e => e with { Data = [.. e.Data, .. Repeated("<!---->"u8, 20 << 20)] }));
            yield return new($"{part} of instructions", () => new Book().With(part, e => e with { Data = [.. e.Data, .. Repeated("<?a?>\n"u8, 12 << 20)] }));
        }

        yield return new("shared texts",
            () => new Book { Shared = "" }.With("xl/sharedStrings.xml",
            e => e with { Data = [.. "<sst>"u8, .. Repeated("<si/>"u8, 20 << 20), .. "</sst>"u8] }));
        yield return new("styles",
            () => new Book { Styles = "" }.With("xl/styles.xml", e => e with { Data = [.. "<a>"u8, .. Repeated("<b/>"u8, 20 << 20), .. "</a>"u8] }));
        yield return HostileFile.Create("empty rows", new Book { SheetData = string.Concat(Enumerable.Repeat("<row/>", 2_000_000)) });
        yield return new("300 MB, sized honestly", () => new Book().With(SheetPart, e => e with { Data = [.. e.Data, .. Repeated("<!---->"u8, 300 << 20)] }));
        yield return new("100 MB, said to be 4 GB",
            () => new Book().With(SheetPart, e => e with { Data = [.. e.Data, .. Repeated("<!---->"u8, 100 << 20)], SaysUnpacked = uint.MaxValue - 1 }));
    }

    private static byte[] Repeated(ReadOnlySpan<byte> piece, int length)
    {
        var bytes = new byte[length / piece.Length * piece.Length];
        for (var at = 0; at < bytes.Length; at += piece.Length)
            piece.CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static IEnumerable<RawEntry> Parts(int count) => Enumerable.Range(0, count).Select(n => new RawEntry($"xl/p{n}.xml", "<a/>") { Stored = true });

    private static IEnumerable<HostileFile> Slips()
    {
        foreach (var name in new[] { "../a.xml", "xl/../../a.xml", "/etc/passwd", "C:/a.xml", "..\\a.xml", "xl\\a.xml", "xl//a.xml", "./a.xml", "xl/./a.xml",
            "a\nb.xml", "a\0b.xml", "xl/..", "file:///a", new string('a', 513) })
            yield return new(name[..Math.Min(name.Length, 20)], () => RawZip.FromEntries([.. new Book().Entries(), new(name, "x")]));
        yield return new("a link", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/link.xml", "/etc/passwd") { Attributes = 0xA1FF0000 }]));
        yield return new("a relation out of the file",
            () => new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "../../../etc/passwd", false)) }.Bytes());
    }

    private static IEnumerable<HostileFile> Embedded()
    {
        var inner = new Book().Bytes();
        foreach (var name in new[] { "xl/embeddings/a.xlsx", "xl/embeddings/oleObject1.bin", "xl/media/image1.png", "docProps/thumbnail.jpeg",
            "customXml/item1.xml" })
        {
            yield return new($"a workbook as {name}", () => RawZip.FromEntries([.. new Book().Entries(), new(name, inner)]));
            yield return new($"an old file as {name}", () => RawZip.FromEntries([.. new Book().Entries(), new(name, [0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3, 4])]));
        }

        yield return new("gzip", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/a.bin", [0x1F, 0x8B, 8, 0])]));
        yield return new("7z", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/a.bin", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])]));
        yield return new("rar", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/a.bin", "Rar!")]));
        yield return new("program", () => RawZip.FromEntries([.. new Book().Entries(), new("xl/a.bin", "MZ..")]));
        yield return new("42 deep",
            () => RawZip.FromEntries([.. new Book().Entries(),
            new("xl/a.bin", Enumerable.Range(0, 42).Aggregate(inner, (z, _) => RawZip.FromEntries([new("z", z)])))]));
    }
}
