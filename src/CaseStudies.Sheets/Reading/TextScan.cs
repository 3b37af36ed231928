using System.Text;

namespace CaseStudies.Sheets;

internal enum TextFault { Bytes, Nul, Control, HalfPair }

/// <summary>One pass over the letters of a file: whether all of them can stand in a table, and what was seen on the way.</summary>
/// <param name="Fault">Null where all is well.</param>
/// <param name="Escapes">Whether the sequences by which ISO-2022-JP changes alphabets occur.</param>
/// <param name="Lines">How many line ends there are, up to the fault.</param>
/// <param name="Character">The letter at fault.</param>
internal sealed record TextScan(TextFault? Fault, bool Escapes, int Lines, char Character)
{
    private const char Escape = '\x1B', EndOfOldFile = '\x1A';

    public static TextScan Read(TextReader reader)
    {
        var (piece, lines, escapes, before) = (new char[32 * 1024], 0, false, '\0');
        var ended = false;
        try
        {
            for (int got; (got = reader.Read(piece, 0, piece.Length)) > 0;)
            {
                foreach (var c in piece.AsSpan(0, got))
                {
                    if (c >= ' ' && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF') && !ended && !(before == Escape) && !char.IsHighSurrogate(before))
                    {
                        before = c;
                        continue;
                    }

                    if (Bad(c, before, ended) is { } fault)
                        return new(fault, escapes, lines, c);
                    escapes |= before == Escape && c is '$' or '(';
                    ended |= c == EndOfOldFile;
                    lines += c is '\n' or '\r' ? 1 : 0;
                    before = c;
                }
            }
        }
        catch (DecoderFallbackException)
        {
            return new(TextFault.Bytes, escapes, lines, '\uFFFD');
        }

        return char.IsHighSurrogate(before) ? new(TextFault.HalfPair, escapes, lines, before) : new(null, escapes, lines, '\0');
    }

    public SheetRefusedException Refused(TextForm form) => (Fault, form.Name) switch
    {
        (TextFault.Nul, _) => SheetRefusals.Nul(Place()),
        (TextFault.Control, _) => SheetRefusals.ControlCharacter(Place(), Character),
        (TextFault.HalfPair, _) or (TextFault.Bytes, "UTF-16LE" or "UTF-16BE") => SheetRefusals.LoneSurrogate(Place()),
        _ => FileRefusals.Encoding($"{Place()} の付近に {form.Name} では読めない文字があります", $"near {Place()} there is something that is not {form.Name}"),
    };

    private string Place() => $"line {Lines + 1}";

    private static TextFault? Bad(char c, char before, bool ended) => c switch
    {
        '\0' => TextFault.Nul,
        _ when ended => TextFault.Control,
        _ when char.IsLowSurrogate(c) != char.IsHighSurrogate(before) => TextFault.HalfPair,
        '\t' or '\n' or '\r' or '\v' or EndOfOldFile or Escape => null,
        < ' ' or '\uFFFE' or '\uFFFF' => TextFault.Control,
        _ => null,
    };
}
