using System.Buffers;
using System.Globalization;
using System.Text;

namespace CaseStudies.Sheets;

/// <summary>Builds XML as UTF-8 in memory and hands it on in pieces: the response's stream takes nothing synchronously.</summary>
internal sealed class XmlBuffer
{
    private const int Piece = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(Piece + 4096);

    public XmlBuffer Raw(string markup)
    {
        Encoding.UTF8.GetBytes(markup, _bytes);
        return this;
    }

    public XmlBuffer Raw(int number) => Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A text in an element or attribute, in the way of workbooks: what XML cannot hold is written as <c>_x0001_</c>.</summary>
    public XmlBuffer Text(string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Escaped(text, i) is not { } escaped)
                continue;
            Encoding.UTF8.GetBytes(text.AsSpan(from, i - from), _bytes);
            Raw(escaped);
            from = i + 1;
        }

        Encoding.UTF8.GetBytes(text.AsSpan(from), _bytes);
        return this;
    }

    public async ValueTask HandOnAsync(Stream to, bool all, CancellationToken stop)
    {
        if (_bytes.WrittenCount == 0 || (!all && _bytes.WrittenCount < Piece))
            return;
        await to.WriteAsync(_bytes.WrittenMemory, stop).ConfigureAwait(false);
        _bytes.ResetWrittenCount();
    }

    private static string? Escaped(string text, int at) => text[at] switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\t' or '\n' => null,
        '_' when LooksEscaped(text.AsSpan(at)) => "_x005F_",
        var c when c < ' ' || c is '\uFFFE' or '\uFFFF' => string.Create(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_"),
        _ => null,
    };

    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_' && text[2..6].IndexOfAnyExcept(SearchValues.Create("0123456789abcdefABCDEF")) < 0;
}
