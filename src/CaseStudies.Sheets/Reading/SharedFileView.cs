namespace CaseStudies.Sheets;

/// <summary>A part of a shared file, read at a position of its own: two readers of one file do not disturb each other, as long as they take turns.</summary>
internal sealed class SharedFileView(Stream file, long from, long length) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        file.Position = from + _read;
        var got = file.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _read += got;
        return got;
    }
}
