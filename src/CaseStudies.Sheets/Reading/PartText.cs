using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// The letters of an XML part on their way to the reader: strict UTF-8, and never so much between two '&lt;' that one name or
/// attribute could fill the memory, since the reader itself knows no such limit.
/// </summary>
internal sealed class PartText(Stream stream, string part) : TextReader
{
    /// <summary>A full cell in character references, and room for attributes.</summary>
    private const int LongestTag = 1 << 20;

    private readonly StreamReader _reader = new(stream, new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: false, 16 * 1024);
    private int _sinceTag;
    private bool _first = true;
    private bool _afterOpen;

    /// <summary>Whether a DTD or entity declaration has come by.</summary>
    public bool SawDefinition { get; private set; }

    public override int Read(char[] buffer, int index, int count)
    {
        int got;
        try
        {
            got = _reader.Read(buffer, index, count);
            if (_first && got > 0)
                got = WithoutMark(buffer, index, got);
        }
        catch (DecoderFallbackException e)
        {
            throw FileRefusals.Damaged($"{part} が UTF-8 でない", $"{part} is not in UTF-8", e);
        }

        Watch(buffer.AsSpan(index, got));
        return got;
    }

    public override int Read() => throw new NotSupportedException();
    public override int Peek() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }

    private int WithoutMark(char[] buffer, int index, int got)
    {
        _first = false;
        if (buffer[index] != '\uFEFF')
            return got;
        buffer.AsSpan(index + 1, got - 1).CopyTo(buffer.AsSpan(index));
        return got > 1 ? got - 1 : Math.Max(0, _reader.Read(buffer, index, 1));
    }

    private void Watch(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            SawDefinition |= _afterOpen && text[0] == '!' && text is not ['!', '-' or '[', ..];
            var open = text.IndexOf('<');
            _afterOpen = open >= 0;
            _sinceTag = open >= 0 ? 0 : _sinceTag + text.Length;
            if (open > LongestTag || _sinceTag > LongestTag)
                throw FileRefusals.TooComplex($"{part} の一つの要素が長すぎます", $"one element of {part} is too long");
            text = open >= 0 ? text[(open + 1)..] : [];
        }
    }
}
