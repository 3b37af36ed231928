using System.Buffers.Binary;
using CaseStudies.Domain;

namespace CaseStudies.Server.Sheets;

/// <summary>What a file really is, by its first bytes. The name is only asked afterwards.</summary>
internal sealed record FileKind(PublicText Name)
{
    public static FileKind Zip { get; } = new(new PublicText("ZIP ファイル", "a ZIP file"));
    public static FileKind Ole { get; } = new(new PublicText("古い Office 形式のファイル", "a file of an old Office format"));
    public static FileKind Biff { get; } = new(new PublicText("とても古い Excel ファイル", "a very old Excel file"));
    public static FileKind Text { get; } = new(new PublicText("テキスト(CSV)", "text (CSV)"));
    public static FileKind Workbook { get; } = new(new PublicText("Excel ブック(.xlsx)", "an Excel workbook (.xlsx)"));

    private static readonly (byte[] Start, FileKind Kind)[] s_starts =
    [
        ("PK\x03\x04"u8.ToArray(), Zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Ole),
        ([0x09, 0x00, 0x04, 0x00], Biff), ([0x09, 0x02, 0x06, 0x00], Biff), ([0x09, 0x04, 0x06, 0x00], Biff), ([0x09, 0x08], Biff),
        ("PK\x05\x06"u8.ToArray(), Of("空の ZIP ファイル", "an empty ZIP file")),
        ("%PDF"u8.ToArray(), Of("PDF", "a PDF")),
        ([0x89, 0x50, 0x4E, 0x47], Of("画像(PNG)", "a picture (PNG)")),
        ([0xFF, 0xD8, 0xFF], Of("画像(JPEG)", "a picture (JPEG)")),
        ("GIF8"u8.ToArray(), Of("画像(GIF)", "a picture (GIF)")),
        ([0x49, 0x49, 0x2A, 0x00], Of("画像(TIFF)", "a picture (TIFF)")), ([0x4D, 0x4D, 0x00, 0x2A], Of("画像(TIFF)", "a picture (TIFF)")),
        ([0x1F, 0x8B], Of("gzip ファイル", "a gzip file")),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Of("7-Zip ファイル", "a 7-Zip file")),
        ("Rar!\x1A"u8.ToArray(), Of("RAR ファイル", "a RAR file")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], Of("xz ファイル", "an xz file")),
        ([0x7F, 0x45, 0x4C, 0x46], Of("プログラム", "a program")),
        ("SQLite format 3\0"u8.ToArray(), Of("データベース(SQLite)", "a database (SQLite)")),
        (@"{\rtf"u8.ToArray(), Of("リッチテキスト(RTF)", "rich text (RTF)")),
        ("ID;P"u8.ToArray(), Of("SYLK ファイル", "a SYLK file")),
    ];

    private static readonly (string Start, FileKind Kind)[] s_words =
    [
        ("<?xml", Of("XML ファイル", "an XML file")), ("<!doctype", Of("ウェブページ(HTML)", "a web page (HTML)")),
        ("<html", Of("ウェブページ(HTML)", "a web page (HTML)")), ("<head", Of("ウェブページ(HTML)", "a web page (HTML)")),
        ("<meta", Of("ウェブページ(HTML)", "a web page (HTML)")), ("<table", Of("ウェブページ(HTML)", "a web page (HTML)")),
        ("{\"", Of("JSON", "JSON")), ("[{\"", Of("JSON", "JSON")), ("[[", Of("JSON", "JSON")),
        ("mime-version:", Of("メールまたはウェブアーカイブ", "a mail or a web archive")), ("begin:vc", Of("予定表または連絡先", "a calendar or an address card")),
    ];

    /// <param name="head">The first bytes, up to some hundreds.</param>
    public static FileKind Of(ReadOnlySpan<byte> head)
    {
        foreach (var (start, kind) in s_starts)
        {
            if (head.StartsWith(start))
                return kind;
        }

        if (head.Length > 64 && head.StartsWith("MZ"u8) && head[..64].Contains((byte)0))
            return Of("プログラム", "a program");
        if (head.Length > 12 && head.StartsWith("RIFF"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) > 0 && head[..12].EndsWith("WEBP"u8))
            return Of("画像(WebP)", "a picture (WebP)");
        return Worded(head);
    }

    private static FileKind Worded(ReadOnlySpan<byte> head)
    {
        // Without white space, byte order marks, and the zeros of UTF-16.
        var text = new string([.. head.ToArray().Where(b => b is > 32 and not (0xEF or 0xBB or 0xBF or 0xFE or 0xFF)).Take(40).Select(b => char.ToLowerInvariant((char)b))]);
        foreach (var (start, kind) in s_words)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return kind;
        }

        return Text;
    }

    public static FileKind Of(string ja, string en) => new(new PublicText(ja, en));
}
