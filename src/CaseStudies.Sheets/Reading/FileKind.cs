using System.Buffers.Binary;

namespace CaseStudies.Sheets;

/// <summary>What a file really is, by its first bytes. The name is only asked afterwards.</summary>
internal sealed record FileKind(SheetMessage Name)
{
    public static FileKind Zip { get; } = new(new SheetMessage("ZIP ファイル", "a ZIP file"));
    public static FileKind Ole { get; } = new(new SheetMessage("古い Office 形式のファイル", "a file in an old Office format"));
    public static FileKind Biff { get; } = new(new SheetMessage("とても古い Excel ファイル", "a very old Excel file"));
    public static FileKind Text { get; } = new(new SheetMessage("テキスト(CSV)", "text (CSV)"));
    public static FileKind Workbook { get; } = new(new SheetMessage("Excel ブック(.xlsx)", "an Excel workbook (.xlsx)"));

    private static readonly (byte[] Start, FileKind Kind)[] s_starts =
    [
        ("PK\x03\x04"u8.ToArray(), Zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Ole),
        ([0x09, 0x00, 0x04, 0x00], Biff), ([0x09, 0x02, 0x06, 0x00], Biff), ([0x09, 0x04, 0x06, 0x00], Biff), ([0x09, 0x08], Biff),
        ("PK\x05\x06"u8.ToArray(), Named("空の ZIP ファイル", "an empty ZIP file")),
        ("%PDF"u8.ToArray(), Named("PDF", "a PDF")),
        ([0x89, 0x50, 0x4E, 0x47], Named("画像(PNG)", "a picture (PNG)")),
        ([0xFF, 0xD8, 0xFF], Named("画像(JPEG)", "a picture (JPEG)")),
        ("GIF8"u8.ToArray(), Named("画像(GIF)", "a picture (GIF)")),
        ([0x49, 0x49, 0x2A, 0x00], Named("画像(TIFF)", "a picture (TIFF)")), ([0x4D, 0x4D, 0x00, 0x2A], Named("画像(TIFF)", "a picture (TIFF)")),
        ([0x1F, 0x8B], Named("gzip ファイル", "a gzip file")),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Named("7-Zip ファイル", "a 7-Zip file")),
        ("Rar!\x1A"u8.ToArray(), Named("RAR ファイル", "a RAR file")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], Named("xz ファイル", "an xz file")),
        ([0x7F, 0x45, 0x4C, 0x46], Named("プログラム", "a program")),
        ("SQLite format 3\0"u8.ToArray(), Named("データベース(SQLite)", "a database (SQLite)")),
        (@"{\rtf"u8.ToArray(), Named("リッチテキスト(RTF)", "rich text (RTF)")),
        ("ID;P"u8.ToArray(), Named("SYLK ファイル", "a SYLK file")),
    ];

    private static readonly (string Start, FileKind Kind)[] s_words =
    [
        ("<?xml", Named("XML ファイル", "an XML file")), ("<!doctype", Named("ウェブページ(HTML)", "a web page (HTML)")),
        ("<html", Named("ウェブページ(HTML)", "a web page (HTML)")), ("<head", Named("ウェブページ(HTML)", "a web page (HTML)")),
        ("<meta", Named("ウェブページ(HTML)", "a web page (HTML)")), ("<table", Named("ウェブページ(HTML)", "a web page (HTML)")),
        ("{\"", Named("JSON", "JSON")), ("[{\"", Named("JSON", "JSON")), ("[[", Named("JSON", "JSON")),
        ("mime-version:", Named("メールまたはウェブアーカイブ", "a mail or a web archive")), ("begin:vc", Named("予定表または連絡先", "a calendar or an address card")),
    ];

    /// <param name="head">The first bytes, up to some hundreds.</param>
    public static FileKind Detect(ReadOnlySpan<byte> head)
    {
        foreach (var (start, kind) in s_starts)
        {
            if (head.StartsWith(start))
                return kind;
        }

        if (head.Length > 64 && head.StartsWith("MZ"u8) && head[..64].Contains((byte)0))
            return Named("プログラム", "a program");
        if (head.Length > 12 && head.StartsWith("RIFF"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) > 0 && head[..12].EndsWith("WEBP"u8))
            return Named("画像(WebP)", "a picture (WebP)");
        return Worded(head);
    }

    private static FileKind Worded(ReadOnlySpan<byte> head)
    {
        // Without white space, byte order marks, and the zeros of UTF-16.
        var letters = head.ToArray().Where(b => b is > 32 and not (0xEF or 0xBB or 0xBF or 0xFE or 0xFF)).Take(40);
        var text = new string([.. letters.Select(b => char.ToLowerInvariant((char)b))]);
        foreach (var (start, kind) in s_words)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return kind;
        }

        return Text;
    }

    public static FileKind Named(string ja, string en) => new(new SheetMessage(ja, en));
}
