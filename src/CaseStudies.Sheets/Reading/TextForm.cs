using System.Text;

namespace CaseStudies.Sheets;

/// <summary>How the letters of a text file are written, found by trying: only an encoding in which all of the file makes sense is taken.</summary>
/// <param name="Encoding">Strict: throws at what it does not know.</param>
/// <param name="Name">For people.</param>
/// <param name="Mark">Bytes of the byte order mark, to be left out.</param>
internal sealed record TextForm(Encoding Encoding, string Name, int Mark)
{
    private static readonly TextForm s_utf8 = new(new UTF8Encoding(false, true), "UTF-8", 0);
    private static readonly TextForm s_utf16Little = new(new UnicodeEncoding(false, false, true), "UTF-16LE", 0);
    private static readonly TextForm s_utf16Big = new(new UnicodeEncoding(true, false, true), "UTF-16BE", 0);
    private static readonly TextForm s_cp932 = new(Cp932.Encoding, "CP932", 0);

    /// <summary>
    /// A mark decides; then strict UTF-8, then CP932, in this order, as UTF-8 often makes sense as CP932. UTF-16 without a mark is
    /// taken only where nothing else can be: a tenth of all bytes are zeros, and nearly all of them on the same side.
    /// </summary>
    /// <exception cref="SheetRefusedException">No encoding makes sense of it, or it is no text.</exception>
    public static TextForm Detect(Stream file)
    {
        var head = new byte[4];
        file.Position = 0;
        var got = file.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (Marked(head.AsSpan(0, got)) is { } marked)
            return marked.Scan(file) is { Fault: null } ? marked : throw marked.Scan(file).Refused(marked);
        var utf8 = s_utf8.Scan(file);
        if (utf8.Fault is not null && Unmarked16(file) is { } utf16 && utf16.Scan(file) is { Fault: null, Lines: > 0 })
            return utf16;
        if (utf8.Fault is null)
            return utf8.Escapes ? throw FileRefusals.Encoding("JIS(ISO-2022-JP)のようです", "it seems to be ISO-2022-JP") : s_utf8;
        if (utf8.Fault is not TextFault.Bytes)
            throw utf8.Refused(s_utf8);
        var cp932 = s_cp932.Scan(file);
        if (EucJp.Seems(file))
            throw FileRefusals.Encoding("EUC-JP のようです", "it seems to be EUC-JP");
        return cp932.Fault is null ? s_cp932 : throw cp932.Refused(s_cp932);
    }

    /// <summary>The letters of the file, from its beginning and without the mark.</summary>
    public StreamReader Read(Stream file) =>
        new(new SharedFileView(file, Mark, file.Length - Mark), Encoding, detectEncodingFromByteOrderMarks: false, 64 * 1024);

    private TextScan Scan(Stream file)
    {
        using var reader = Read(file);
        return TextScan.Read(reader);
    }

    private static TextForm? Unmarked16(Stream file)
    {
        var (even, odd, at, piece) = (0L, 0L, 0L, new byte[64 * 1024]);
        file.Position = 0;
        for (int got; (got = file.Read(piece)) > 0;)
        {
            foreach (var b in piece.AsSpan(0, got))
            {
                if (b == 0)
                    (even, odd) = at % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
                at++;
            }
        }

        return at % 2 != 0 || Math.Max(even, odd) < at / 10 || Math.Max(even, odd) < 4 * Math.Min(even, odd) || even + odd == 0
            ? null
            : odd > even ? s_utf16Little : s_utf16Big;
    }

    private static TextForm? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => s_utf8 with { Mark = 3 },
        [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => throw FileRefusals.Encoding("UTF-32 です", "it is UTF-32"),
        [0xFF, 0xFE, ..] => s_utf16Little with { Mark = 2 },
        [0xFE, 0xFF, ..] => s_utf16Big with { Mark = 2 },
        _ => null,
    };
}
