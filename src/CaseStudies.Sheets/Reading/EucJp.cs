using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// EUC-JP makes sense as CP932 too: as a row of half-width kana that nobody wrote. A file in which all is valid EUC-JP and hiragana or katakana
/// come out is not guessed at.
/// </summary>
internal static class EucJp
{
    private static readonly Encoding s_strict =
        CodePagesEncodingProvider.Instance.GetEncoding(51932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static bool Seems(Stream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, s_strict, false, 64 * 1024, leaveOpen: true);
        var (piece, kana) = (new char[32 * 1024], false);
        try
        {
            for (int got; (got = reader.Read(piece, 0, piece.Length)) > 0;)
                kana |= piece.AsSpan(0, got).ContainsAnyInRange('\u3041', '\u30F6');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return kana;
    }
}
